/* What the publication declares and holds, for look-up: regions, indicators, tests, words. */
"use strict";
{
  const keyed = (rows, key = "id") => new Map((rows ?? []).map((row) => [row[key], row]));
  const signs = (declared) => new Map(Object.entries(declared ?? {}).map(([id, sign]) => [id, { id, ...sign }]));

  /** Read once before anything is shown: site, words, places, pages. */
  EduStat.learn = async () => {
    const [site, words, places, pages] = await Promise.all(["site", "words", "places", "pages"].map(EduStat.need));
    const regions = keyed(EduStat.rows(places), "code");
    const below = Map.groupBy([...regions.values()], (region) => region.parent ?? "");
    EduStat.known = {
      site, words, pages, places, regions, below,
      levels: keyed(words.levels), releases: keyed(words.releases), views: keyed(words.views), families: keyed(words.families),
      tests: keyed(words.tests), indicators: keyed(words.indicators), screens: keyed(pages.screens), charts: keyed(pages.charts),
      verdicts: signs(words.verdicts), flags: signs(words.flags), summaries: signs(words.summaries),
    };
  };

  /** The catalogue of English texts, with the names of the places shown; loaded when it is first wanted. */
  EduStat.catalogue = async () => {
    const english = await EduStat.need("english");
    if (!english.placed) for (const { name, name_en } of EduStat.known.regions.values()) if (name_en) english.texts[name] = name_en;
    return Object.assign(english, { placed: true });
  };

  /** Whether the publication itself says that it has no such data script: the browser would report a missing file. */
  EduStat.lacks = (key) => {
    const [kind, code] = key.split("/"), of = { regions: "page", evidence: "page", groups: "judged" }[kind];
    return Boolean(EduStat.known?.places?.[of]) && !EduStat.known.regions.get(code)?.[of];
  };

  /** Name of a region; its code where the publication does not know it. */
  EduStat.place = (code) => EduStat.named(EduStat.known.regions.get(code)) || code;

  /** Whether a typed text is part of a region's name, in either language. */
  EduStat.spelt = (code, text) => {
    const { name, name_en } = EduStat.known.regions.get(code) ?? {};
    return [name ?? "", name_en ?? "", code].some((one) => one.toLowerCase().includes(text.toLowerCase()));
  };

  /** Region codes from the country down to the region itself. */
  EduStat.path = (code) => {
    const codes = [];
    for (let at = EduStat.known.regions.get(code); at && !codes.includes(at.code); at = EduStat.known.regions.get(at.parent)) codes.unshift(at.code);
    return codes.length ? codes : [code];
  };
  /** Codes that a region picker offers: regions with values or verdicts; `heads` adds those that only have children. */
  EduStat.withPages = (heads = false) => [...EduStat.known.regions.values()].filter((one) => one.page || (heads && EduStat.known.below.has(one.code))).map((one) => one.code);
  EduStat.level = (id) => EduStat.named(EduStat.known.levels.get(id)) || id;
  EduStat.release = (id) => EduStat.named(EduStat.known.releases.get(id)) || id;
  /** 小学生师比: an indicator at a level; English goes on in small letters unless the name begins with an abbreviation. */
  EduStat.atLevel = (indicator, level = "all") => (level === "all" ? EduStat.named(indicator) : EduStat.join(EduStat.level(level), EduStat.english() ? EduStat.named(indicator).replace(/^[A-Z](?=[a-z-])/, (first) => first.toLowerCase()) : EduStat.named(indicator)));

  EduStat.indicator = (id) => EduStat.named(EduStat.known.indicators.get(id)) || id;
  EduStat.example = (code) => Boolean(EduStat.known.regions.get(code)?.example);

  /** Place of a release in the order of finality, lowest first. */
  EduStat.rank = (release) => [...EduStat.known.releases.keys()].indexOf(release);

  /** Of rows with the same key the most final one, not above the release that is asked for. */
  EduStat.newest = (rows, key, release = EduStat.state.get("release")) => {
    const most = release ? EduStat.rank(release) : Infinity;
    const best = new Map();
    for (const row of rows) {
      const place = EduStat.rank(row.release);
      if (place <= most && place >= EduStat.rank(best.get(key(row))?.release)) best.set(key(row), row);
    }
    return [...best.values()];
  };
}
