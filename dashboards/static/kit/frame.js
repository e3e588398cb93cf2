/* The frame of every screen: menu, pickers, title and honesty line, footer; renders anew when the hash changes. */
"use strict";
{
  const { h, t, state } = EduStat;
  let screen = null; // what the shell's screen script gives
  let drawn = 0;

  /** Called once by a screen's script. `render(place)` gives {title, honesty, body, years, regions, wide}. */
  EduStat.screen = (id, render) => { screen = { id, render }; };

  EduStat.start = async () => {
    try {
      await EduStat.learn();
      addEventListener("hashchange", draw);
      await draw();
    } catch (error) {
      document.body.append(h("main", null, h("h1", null, "页面无法显示 This page can't be shown"), h("p", null, String(error.message))));
      throw error;
    }
  };

  async function draw() {
    const turn = ++drawn;
    const lang = state.get("lang", EduStat.known.site.lang);
    const english = lang === "en" ? await EduStat.catalogue() : {};
    if (turn !== drawn) return; // overtaken by a later choice
    EduStat.speak(lang, english.texts, english.patterns, english.longest);
    const told = await screen.render(chosen());
    if (turn !== drawn) return;
    const title = told.title ?? EduStat.named(EduStat.known.screens.get(screen.id), "title");
    document.title = `${told.plain ?? title} · ${t("教育统计仓库")}`;
    document.body.className = told.wide ? "wide" : "";
    const focused = document.activeElement?.id;
    document.body.replaceChildren(skip(), header(), pickers(told), main(title, told), footer());
    EduStat.forgetFigures();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    EduStat.showEvidence?.();
    document.body.dataset.ready = String(turn); // what waits for the page looks here
    reveal();
  }

  /** Region, year and release as chosen in the hash; the publication's home region where nothing is. */
  function chosen() {
    const year = Number(state.get("year")) || null;
    return { region: state.get("region") ?? EduStat.known.site.home, year, release: state.get("release"), state: state.all() };
  }

  const skip = () => h("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); document.querySelector("main").focus(); } }, t("跳到内容"));

  const headed = (text) => text.charAt(0).toUpperCase() + text.slice(1); // a word of the catalogue as a heading

  function header() {
    const { pages } = EduStat.known;
    const here = pages.screens.find((one) => one.id === screen.id);
    const group = (one) => h("a", { href: EduStat.link(one.id), "aria-current": one.menu === here.menu ? "true" : null }, headed(t(one.menu)));
    const sub = pages.screens.filter((one) => one.menu === here.menu && !one.hidden);
    const heads = pages.screens.filter((one, i, all) => one.menu && all.findIndex((other) => other.menu === one.menu) === i);
    return h("header", { class: "top" },
      h("a", { class: "brand", href: EduStat.link("index") }, t("教育统计仓库")),
      h("nav", { class: "menu", "aria-label": t("主要页面") }, heads.map(group)),
      h("button", { class: "lang", type: "button", id: "lang", lang: EduStat.english() ? "zh-CN" : "en", onclick: () => state.set({ lang: EduStat.english() ? "zh" : "en" }) }, EduStat.english() ? "中文" : "English"),
      sub.length > 1 && h("nav", { class: "submenu", "aria-label": t(here.menu) }, sub.map((one) =>
        h("a", { href: EduStat.link(one.id), "aria-current": one.id === here.id ? "page" : null }, EduStat.named(one, "title")))));
  }

  function pickers(told) {
    const place = chosen();
    const fields = [];
    if (told.regions) fields.push(regionPicker(told.regions, place.region));
    if (told.years?.length) fields.push(picker("year", t("年份"), [...(told.latest ? [["", told.latest]] : []), ...told.years.map((year) => [String(year), t("{year} 年", { year })])], String(told.year ?? "")));
    if (told.releases?.length > 1) fields.push(picker("release", t("版次"), [["", t("最终版次")], ...told.releases.map((id) => [id, EduStat.release(id)])], place.release ?? ""));
    return h("div", { class: "picks" }, fields, (told.picks ?? []));
  }

  /** A labelled choice that writes itself into the hash. */
  function picker(key, label, options, current) {
    const select = h("select", { id: `pick-${key}`, onchange: (event) => state.set({ [key]: event.target.value }) },
      options.map(([value, text]) => h("option", { value, selected: value === current }, text)));
    return h("label", { class: "pick" }, h("span", null, label), select);
  }

  /** Type to find: matches are offered while typing; 朝阳区（北京市） where a name occurs twice. */
  function regionPicker(codes, current) {
    const full = (code) => {
      const parent = EduStat.known.regions.get(code)?.parent;
      const within = parent && parent !== "000000" ? EduStat.place(parent) : "";
      return EduStat.english() && within ? `${EduStat.place(code)}, ${within}` : EduStat.aside(EduStat.place(code), within);
    };
    const list = h("datalist", { id: "regions" });
    const offer = (text) => list.replaceChildren(...codes.filter((code) => full(code).includes(text) || EduStat.spelt(code, text)).slice(0, 60).map((code) => h("option", { value: full(code) })));
    const take = (text) => {
      const found = codes.find((code) => full(code) === text) ?? codes.find((code) => EduStat.place(code) === text);
      if (found) state.set({ region: found });
      return found;
    };
    const input = h("input", { id: "pick-region", type: "search", list: "regions", value: full(current), autocomplete: "off",
      onfocus: (event) => { offer(""); event.target.select(); },
      oninput: (event) => take(event.target.value) || offer(event.target.value),
      onchange: (event) => take(event.target.value) || (event.target.value = full(current)) });
    return h("label", { class: "pick" }, h("span", null, t("地区")), input, list);
  }

  function main(title, told) {
    return h("main", { id: "main", tabindex: "-1" },
      told.path && h("p", { class: "path" }, told.path),
      told.example && invented(),
      h("h1", null, title),
      told.lead && h("p", { class: "lead" }, told.lead),
      told.honesty && h("p", { class: "honesty" }, told.honesty),
      keptBack(),
      told.body);
  }

  /** From the country down to a region, which is not a link itself; `to` makes the address of each above it. */
  EduStat.trail = (region, to) => EduStat.path(region).map((code) => (code === region ? EduStat.place(code) : [h("a", { href: to(code) }, EduStat.place(code)), " › "]));

  /** A bundle for others than the bureau says whose it is, and how many figures it keeps back. */
  function keptBack() {
    const { audience, suppressed } = EduStat.known.site;
    if (!audience || audience === "internal") return null;
    const whose = audience === "public" ? t("对外版") : t("只供{name}", { name: EduStat.place(audience.split(":")[1]) });
    return h("p", { class: "note kept" }, whose, EduStat.COLON, suppressed ? t("有 {n} 个数因人数过少保密，连同可由其推算的数不公布，写作“×”。", { n: suppressed }) : t("没有因人数过少而保密的数。"));
  }

  /** What stands over everything that was made from a seed. */
  const invented = () => h("p", { class: "note invented" }, t("示例数据：由程序按随机种子生成，与任何真实地区、学校无关，不计入其他地区。"));
  EduStat.invented = invented;

  /** One sentence about who has signed. */
  EduStat.signed = () => {
    const { state: how, roles, withheld } = EduStat.known.site.sign_off;
    const by = roles.filter((role) => role.state === "signed").map((role) => `${t(role.title)} ${role.name}`);
    return EduStat.listed([t(EduStat.known.words.signing[how]), ...by]) + (withheld ? t("（{n} 个问题不在签发范围）", { n: withheld }) : "");
  };

  function footer() {
    const { publication, sign_off: off } = EduStat.known.site;
    const digest = off.entries ? ` · ${t("日志第 {n} 条，校验码 {digest}", { n: off.entries, digest: (off.digest ?? "").slice(0, 16) })}` : "";
    return h("footer", { class: "foot" }, h("p", null,
      `${t("发布号 {id}", { id: publication })} · ${EduStat.signed()}${digest} · ${t("结论依未舍入的数值判定；每个数字都可追溯到报送件的单元格。")}`));
  }

  /** Bring what `at` names into view, once it is there. */
  function reveal() {
    const target = state.get("at") && document.getElementById(state.get("at"));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    target.scrollIntoView({ block: "start" });
  }
}
