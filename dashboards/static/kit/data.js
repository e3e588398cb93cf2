/* Data scripts. Each file under data/ is one call `EduStat.take(key, content)`, loaded once by a script element:
   pages opened from the disk may not fetch. */
"use strict";
const EduStat = {};

{
  const KEY = /^[\w-]+(\/[\w-]+)*$/; // a key comes from the address too: it never leads out of the folder
  const waiting = new Map(); // key → {promise, resolve}

  function entry(key) {
    if (!waiting.has(key)) {
      const one = {};
      one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
      waiting.set(key, one);
    }
    return waiting.get(key);
  }

  /** Called by a data script with its content. */
  EduStat.take = (key, content) => Object.assign(entry(key), { asked: true }).resolve(EduStat.unpack(key, content));

  /** Content of a data script; rejects with an Error that names the file when it is not there. */
  EduStat.need = (key) => {
    if (!KEY.test(key)) return Promise.reject(new Error(`data/${key}`));
    const one = entry(key);
    if (!one.asked) {
      one.asked = true;
      const script = document.createElement("script");
      script.src = `data/${key}.js`;
      script.onerror = () => one.reject(new Error(`data/${key}.js`));
      document.head.append(script);
    }
    return one.promise;
  };

  /** As `need`, but `otherwise` where the file is not part of this publication. */
  EduStat.wish = (key, otherwise = null) => (EduStat.lacks?.(key) ? Promise.resolve(otherwise) : EduStat.need(key).catch(() => otherwise));

  const made = new WeakMap(); // object → key → what was made of it
  /** What `make` makes of an object, made once for a key and kept as long as the object. */
  EduStat.once = (object, key, make) => {
    if (!made.has(object)) made.set(object, new Map());
    const kept = made.get(object);
    if (!kept.has(key)) kept.set(key, make());
    return kept.get(key);
  };

  /** Columns of equal length → rows; a column left out is null throughout. */
  EduStat.rows = (columns) => {
    const names = Object.keys(columns ?? {}).filter((name) => Array.isArray(columns[name]));
    const length = Math.max(0, ...names.map((name) => columns[name].length));
    return Array.from({ length }, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i] ?? null])));
  };
}
