/* What is shown stands in the hash (#region=110000&year=2023…): a link reopens the same view, a reload keeps it. */
"use strict";
{
  const KEPT = ["region", "year", "release", "lang"]; // what goes along from screen to screen

  const read = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const write = (values) => {
    const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
    return kept.length ? `#${new URLSearchParams(kept)}` : "";
  };

  EduStat.state = {
    all: read,
    get: (key, otherwise = null) => read()[key] ?? otherwise,
    /** Change part of the state; null removes. The change is a step of the browser's history. */
    set: (changes) => {
      const hash = write({ ...read(), ...changes });
      if (hash === location.hash) return;
      if (hash) location.hash = hash;
      else {
        history.pushState(null, "", location.pathname);
        dispatchEvent(new HashChangeEvent("hashchange"));
      }
    },
  };

  /** Address of another screen; region, year, release and language go along unless `params` says otherwise. */
  EduStat.link = (screen, params = {}) => {
    const along = Object.fromEntries(Object.entries(read()).filter(([key]) => KEPT.includes(key)));
    return `${screen}.html${write({ ...along, ...params })}`;
  };

  /** Address of this screen with part of the state changed. */
  EduStat.here = (changes) => write({ ...read(), ...changes }) || "#";
}
