/* Everything declared, with search: measures, indicators, standards, statutory tests, rules. */
"use strict";
{
  const { h, t, numbers } = EduStat;

  // Subjects of rules are files of rules; what they are about in words.
  const SUBJECTS = { answers: "答复", buildings: "校舍与设备", classes: "班级", deliveries: "报送件", enrolment: "学生", funding: "经费", indicators: "指标", layouts: "表样", population: "人口与入学", reconciliation: "核对", teachers: "教师", yearly: "年度变动", zeros: "零与空白" };

  EduStat.screen("dictionary", async ({ state }) => {
    const [rules, present] = await Promise.all([EduStat.wish("rules", {}), EduStat.learnPresent()]);
    const parts = [measures(), indicators(present), tests(), norms(), guards(EduStat.rows(rules))];
    const found = h("span", { class: "quiet", "aria-live": "polite" });
    const input = h("input", { id: "find", type: "search", value: state.q ?? "", autocomplete: "off", placeholder: t("名称、英文名、代码或文号"), oninput: (event) => search(event.target.value) });
    function search(text) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const shown = parts.reduce((sum, part) => sum + part.filter(words), 0);
      found.textContent = words.length ? t("找到 {n} 项", { n: shown }) : "";
      history.replaceState(null, "", EduStat.here({ q: text || null }));
    }
    search(state.q ?? "");
    return { title: t("指标字典：每个数是什么意思、由什么算出"),
      honesty: t("由声明文件生成，与本次发布所用的完全一致：统计量 {measures}、指标 {indicators}（{have} 项有数）、法定检验 {tests}、标准 {norms}、校验规则 {rules}。法定检验、标准说的是该不该做到，校验规则说的是数对不对，两者分列。", { measures: parts[0].size, indicators: parts[1].size, have: present.size, tests: parts[2].size, norms: parts[3].size, rules: parts[4].size }),
      body: [h("p", { class: "finder" }, h("label", { class: "pick" }, h("span", null, t("查找")), input), " ", found), parts.map((part) => part.node)] };
  });

  /** A part with groups of rows that can be filtered: {node, size, filter(words) → how many are shown}. */
  function part(id, title, head, groups) {
    const made = groups.filter(([, rows]) => rows.length).map(([name, rows]) => {
      const lines = rows.map(({ key, cells, says }) => ({ node: h("tr", { id: `${id}-${key}` }, cells.map((cell, i) => (i ? h("td", null, cell) : h("th", { scope: "row" }, cell)))), says: says.join(" ").toLowerCase() }));
      const count = h("span", { class: "quiet" }, ` ${lines.length}`);
      const box = h("details", null, h("summary", null, name, count), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, h("table", { class: "data declared" }, h("thead", null, h("tr", null, head.map((text) => h("th", { scope: "col" }, text)))), h("tbody", null, lines.map((line) => line.node)))));
      return { lines, count, box };
    });
    const size = made.reduce((sum, { lines }) => sum + lines.length, 0);
    const node = EduStat.part(title, t("{n} 项", { n: size }), made.map(({ box }) => box));
    node.id = id;
    const filter = (words) => {
      let shown = 0;
      for (const { lines, count, box } of made) {
        const here = lines.filter((line) => !(line.node.hidden = !words.every((word) => line.says.includes(word)))).length;
        count.textContent = ` ${here}`;
        box.hidden = !here;
        box.open = words.length > 0 && here > 0;
        shown += here;
      }
      node.hidden = !shown;
      return shown;
    };
    return { node, size, filter };
  }

  const grouped = (rows, key, titles) => { const found = Map.groupBy(rows, (row) => row[key]); return [...new Set([...Object.keys(titles), ...found.keys()])].filter((id) => found.has(id)).map((id) => [t(titles[id] ?? id), found.get(id)]); };
  const entries = (groups, entry) => groups.map(([name, rows]) => [name, rows.map(entry)]);
  const coded = (name, id) => [name, h("br"), h("code", null, id)];
  const both = (row, field = "name") => [row[field], row[`${field}_en`], row.id].map((text) => text ?? "");
  const link = (id) => h("a", { href: EduStat.link("indicator", { indicator: id }) }, EduStat.indicator(id));

  function measures() {
    const { words } = EduStat.known;
    const used = Map.groupBy([...EduStat.known.indicators.values()].flatMap((one) => EduStat.madeOf(one).map((id) => ({ id, one }))), ({ id }) => id);
    return part("measures", t("统计量"), [t("名称"), t("单位"), t("年份指"), t("定义"), t("用于")], entries(grouped(words.measures ?? [], "subject", words.subjects), (row) => ({ key: row.id,
      cells: [coded(EduStat.named(row), row.id), t(row.unit ?? ""), t(words.year_kinds[row.year_kind] ?? ""), t(row.definition ?? ""), (used.get(row.id) ?? []).map(({ one }, i) => [i ? "、" : "", link(one.id)])], says: [...both(row), row.definition ?? "", t(row.definition ?? "")] })));
  }

  function indicators(present) {
    const { words } = EduStat.known;
    return part("indicators", t("指标"), [t("名称"), t("单位"), t("学段"), t("算法"), t("定义与依据")], entries(grouped([...EduStat.known.indicators.values()], "theme", words.themes), (row) => {
      const years = present.get(row.id);
      return { key: row.id, cells: [[link(row.id), h("br"), h("code", null, row.id)], row.unit === ":1" ? t("比 1") : t(row.unit ?? ""), EduStat.listed((row.levels ?? []).map(EduStat.level)), EduStat.formulaOf(row),
        [t(row.definition ?? ""), h("br"), h("span", { class: "quiet" }, [t(row.document ?? ""), row.verify ? t("（待核）") : "", " ", years ? t("{n} 个地区，{span}", { n: years.regions, span: `${years.first_year}–${years.last_year}` }) : t("本次发布没有数")])]], says: [...both(row), row.definition ?? "", t(row.definition ?? ""), row.document ?? "", row.official ?? ""] };
    }));
  }

  function tests() {
    const titles = Object.fromEntries([...EduStat.known.families.values()].map((row) => [row.id, EduStat.named(row, "title")]));
    return part("tests", t("法定检验"), [t("编号"), t("学段"), t("适用"), t("内容与依据"), t("所看指标")], entries(grouped([...EduStat.known.tests.values()], "family", titles), (row) => ({ key: row.id,
      cells: [h("code", null, row.id), EduStat.listed((row.levels ?? []).map(EduStat.level)), EduStat.spanOf(row), [h("a", { href: EduStat.link("matrix", { view: EduStat.known.words.views.find((view) => view.families.includes(row.family))?.id }) }, EduStat.named(row, "title")), h("br"), h("span", { class: "quiet" }, `${EduStat.article(row)}${EduStat.COLON}${t(row.text ?? "")} ${t(row.note ?? "")}`)],
        [...new Set([row.left_indicator, row.right_indicator, ...(row.of ?? [])].filter(Boolean))].map((id, i) => [i ? "、" : "", link(id)])], says: [...both(row, "title"), row.law ?? "", row.article ?? "", row.text ?? "", t(row.text ?? "")] })));
  }

  function norms() {
    const rows = (EduStat.known.words.norms ?? []).map((row) => ({ ...row, value: Number(row.value), theme: EduStat.known.indicators.get(row.indicator)?.theme ?? "" }));
    return part("norms", t("标准"), [t("编号"), t("指标"), t("学段"), t("标准"), t("适用"), t("内容与依据")], entries(grouped(rows, "theme", EduStat.known.words.themes), (row) => ({ key: row.id,
      cells: [h("code", null, row.id), link(row.indicator), EduStat.level(row.level), EduStat.limitOf(row), EduStat.spanOf(row), [t(row.title ?? ""), h("br"), h("span", { class: "quiet" }, EduStat.tell(row.document ?? ""))]], says: [row.id, row.indicator, row.title ?? "", t(row.title ?? ""), row.document ?? "", EduStat.indicator(row.indicator), EduStat.known.indicators.get(row.indicator)?.name ?? ""] })));
  }

  function guards(rules) {
    const { words } = EduStat.known;
    const names = (rule) => (rule.everywhere ? t("全部指标") : (rule.names ?? []).slice(0, 12).map((id, i) => [i ? "、" : "", EduStat.known.indicators.has(id) ? link(id) : EduStat.measure(id)]));
    return part("rules", t("校验规则"), [t("编号"), t("性质"), t("内容"), t("怎么改"), t("涉及"), t("依据")], entries(grouped(rules, "subject", SUBJECTS), (row) => ({ key: row.id,
      cells: [h("code", null, row.id), t(words.severities[row.severity] ?? row.severity), EduStat.tell(row.title ?? ""), EduStat.tell(row.hint ?? ""), names(row), h("span", { class: "quiet" }, EduStat.tell(row.source ?? ""))], says: [row.id, row.title ?? "", EduStat.tell(row.title ?? ""), row.hint ?? "", row.source ?? "", ...(row.names ?? [])] })));
  }
}
