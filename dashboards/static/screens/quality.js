/* Data quality and sign-off: which return stands how, what was found in it and what to do, what is owed, how rules do. */
"use strict";
{
  const { h, t, numbers } = EduStat;
  const PAGE = 25;

  EduStat.screen("quality", async ({ state, year: asked }) => {
    const desk = await EduStat.need("quality");
    await EduStat.learnDeliveries();
    const parts = [false, true].map((example) => partOf(desk, example)).filter((part) => part.years.length || part.lists.length || part.delivered.length);
    const part = parts.find((one) => String(one.example) === state.part) ?? parts[0] ?? partOf(desk, false);
    const years = part.years.map((row) => row.year).sort((a, b) => b - a);
    const year = years.includes(asked) ? asked : null;
    const returns = of(await EduStat.need(`returns/${year ?? "latest"}`), part.example);
    const counts = part.lists.reduce((sum, list) => ({ all: sum.all + list.count, hard: sum.hard + list.hard, explained: sum.explained + list.explained }), { all: 0, hard: 0, explained: 0 });
    return {
      title: counts.all ? t("数据质量：{hard} 处须更正，{open} 处待说明，{done} 处已说明", { hard: counts.hard, open: counts.all - counts.hard - counts.explained, done: counts.explained }) : t("数据质量：没有发现问题"),
      example: part.example, year: year ?? "", years: years.length > 1 ? years : null, latest: t("各表最近一次"),
      honesty: [t("这里列的是数字本身的问题，与政府是否达标无关。同一原因引起的各处合为一个问题。下载："), downloads()],
      body: [
        parts.length > 1 && EduStat.choices(t("真实地区与示例"), parts.map((one) => [String(one.example), t(one.example ? "示例数据" : "真实地区")]), "part", String(part.example)),
        desks(counts),
        readiness(part, returns, year),
        await findings(desk, part, state),
        owed(part), yields(part), delivered(part),
      ],
    };
  });

  const of = (columns, example) => EduStat.rows(columns).filter((row) => row.example === undefined || Boolean(row.example) === example);
  const partOf = (desk, example) => ({ example, forms: desk.forms, years: of(desk.years, example), lists: of(desk.lists, example), owed: of(desk.owed, example), yields: of(desk.yields, example), delivered: of(desk.delivered, example) });
  const unitName = (row) => (row.unit ? EduStat.known.regions.has(row.unit) ? EduStat.place(row.unit) : (row.unit_name ?? row.unit) : t("多地区汇编资料"));
  const formName = (part, form) => t(part.forms[form] ?? form);

  const downloads = () => [["findings", "问题清单"], ["failures", "逐处清单"], ["explanations", "说明清单"], ["closed_findings", "已解决清单"]].map(([file, name], i) => [i ? " · " : "", h("a", { href: `../exports/${file}.csv` }, t(name))]);

  /** Who has signed, and what stands against it. */
  function desks(counts) {
    const { roles } = EduStat.known.site.sign_off;
    const role = (one) => h("li", { class: one.state === "signed" ? "now" : null }, h("span", null, t(one.title)), h("b", null, one.name ?? numbers.ABSENT), h("span", { class: "quiet" }, [t(EduStat.known.words.signing[one.state]), one.day].filter(Boolean).join(" ")));
    const open = counts.all - counts.explained;
    return EduStat.part(t("签核台"), EduStat.signed(), h("ol", { class: "steps" }, roles.map(role)),
      h("p", { class: "quiet" }, open ? t("签发前还有 {n} 个问题须更正、说明，或列明不在签发范围。", { n: open }) : t("没有问题妨碍签发。"), " ", h("a", { href: EduStat.link("signing") }, t("签发与日志"))));
  }

  /** Units × forms: the newest return of each, or those of one year. */
  function readiness(part, shown, year) {
    if (!shown.length) return null;
    const forms = Object.keys(part.forms).filter((form) => shown.some((row) => row.form === form));
    const units = [...Map.groupBy(shown, (row) => row.unit)].map(([unit, rows]) => ({ unit, rows, name: unitName(rows[0]), pressing: rows.some((row) => row.status !== "accepted" || row.hard || row.open) }));
    units.sort((a, b) => b.pressing - a.pressing || a.unit.localeCompare(b.unit));
    const cell = (row) => {
      if (!row) return { text: numbers.ABSENT, value: "" };
      const told = [];
      if (row.status !== "accepted") told.push(h("b", { class: "fail" }, EduStat.stateWord(row.status)));
      else {
        if (row.hard) told.push(h("b", { class: "fail" }, `✕ ${t("硬 {n}", { n: row.hard })}`));
        if (row.open) told.push(h("b", { class: "warn" }, `? ${t("待说明 {n}", { n: row.open })}`));
        if (row.explained) told.push(h("span", { class: "pass" }, `✓ ${t("已说明 {n}", { n: row.explained })}`));
        if (!told.length) told.push(h("span", { class: "pass" }, `✓ ${EduStat.known.site.sign_off.state === "signed" ? t("已签发") : t("无问题")}`));
      }
      const year_ = year ? null : h("em", null, String(row.year));
      const found = row.hard || row.open || row.explained;
      return { text: found ? h("a", { href: EduStat.here({ list: `${row.unit}|${row.form}`, at: "findings", page: null }) }, year_, told) : h("span", null, year_, told), value: told.map((node) => node.textContent).join(" "), class: "ready" };
    };
    return EduStat.part(t("报送与问题一览"), year ? t("{year} 年", { year }) : t("各表最近一次"), EduStat.table({ name: t("报送与问题一览"), class: "readiness", sortable: true, head: [t("单位"), ...forms.map((form) => formName(part, form))],
      rows: units.map(({ unit, rows, name }) => [name, ...forms.map((form) => cell(rows.find((row) => row.unit === unit && row.form === form)))]) }));
  }

  /** All findings page by page; of one return, rule, severity or state alone where the address says so. */
  async function findings(desk, part, state) {
    const [unit, form] = (state.list ?? "|").split("|");
    const lists = part.lists.filter((list) => !state.list || (list.unit === unit && list.form === form));
    const kept = (row) => (!state.rule || row.rule === state.rule) && (!state.severity || row.severity === state.severity) && (!state.how || (row.state ?? "open") === state.how);
    const narrowed = state.rule || state.severity || state.how;
    const total = lists.reduce((sum, list) => sum + list.count, 0);
    const page = Math.max(1, Number(state.page) || 1);
    let all, shown;
    if (narrowed) {
      all = (await found(desk, lists)).filter(kept);
      shown = all.slice((page - 1) * PAGE, page * PAGE);
    } else shown = await found(desk, lists, (page - 1) * PAGE, page * PAGE);
    const count = all ? all.length : total;
    const choose = (key, label, options) => h("label", { class: "pick" }, h("span", null, label), h("select", { id: `find-${key}`, onchange: (event) => EduStat.state.set({ [key]: event.target.value, page: null }) }, [["", t("全部")], ...options].map(([value, text]) => h("option", { value, selected: value === (state[key] ?? "") }, text))));
    const rules = [...new Map(part.yields.map((row) => [row.rule, row.title]))];
    return h("section", { class: "part", id: "findings" }, h("h2", null, t("问题"), h("span", null, t("{n} 个", { n: count }))),
      h("div", { class: "picks inner" }, choose("list", t("报送"), part.lists.map((list) => [`${list.unit}|${list.form}`, list.form ? `${unitName(list)} · ${formName(part, list.form)}` : t("整件报送件")])),
        choose("severity", t("性质"), Object.entries(EduStat.known.words.severities).map(([id, word]) => [id, t(word)])), choose("how", t("状态"), Object.entries(EduStat.known.words.finding_states).map(([id, word]) => [id, t(word)])),
        choose("rule", t("规则"), rules.map(([id, title]) => [id, `${id} ${t(title ?? "")}`]))),
      shown.length ? h("ol", { class: "found", start: (page - 1) * PAGE + 1 }, shown.map((row) => EduStat.finding(row))) : h("p", { class: "quiet" }, t("没有符合所选条件的问题。")),
      EduStat.pager(page, Math.ceil(count / PAGE)));
  }

  /** Findings of these lists, from the blocks that hold them. */
  async function found(desk, lists, from = 0, to = Infinity) {
    const rows = [];
    let passed = 0;
    for (const list of lists) {
      const [first, last] = [Math.max(from - passed, 0), Math.min(to - passed, list.count)];
      if (first < last) rows.push(...(await EduStat.blockRows("findings", desk.findings, list.first + first, list.first + last)));
      passed += list.count;
    }
    return rows;
  }

  /** What is owed and has not been accepted, with the days that are left. */
  function owed(part) {
    if (!part.owed.length) return null;
    const left = (due) => { if (!due) return null; const days = Math.ceil((new Date(due) - Date.now()) / 864e5); return days >= 0 ? t("还有 {n} 天", { n: days }) : t("已过 {n} 天", { n: -days }); };
    return EduStat.part(t("应报未收"), t("{n} 份", { n: part.owed.length }), EduStat.table({ name: t("应报未收"), sortable: true, head: [t("单位"), t("表式"), t("年份"), t("期限"), t("倒计时"), t("状态")],
      rows: part.owed.map((row) => [unitName(row), formName(part, row.form), { text: String(row.year), value: row.year }, row.due ?? numbers.ABSENT, left(row.due) ?? numbers.ABSENT, EduStat.stateWord(row.status)]) }));
  }

  /** How often each rule was right, and how the number of explanations moves over the years. */
  function yields(part) {
    if (!part.yields.length) return null;
    const byRule = [...Map.groupBy(part.yields, (row) => row.rule)].map(([rule, rows]) => ({ rule, title: rows[0].title, rows, sum: (name) => rows.reduce((total, row) => total + (row[name] ?? 0), 0) }));
    byRule.sort((a, b) => b.sum("fired") - a.sum("fired") || a.rule.localeCompare(b.rule));
    const trend = ({ rows }) => EduStat.listed(rows.filter((row) => row.year && row.explained).sort((a, b) => a.year - b.year).map((row) => `${row.year} ${numbers.plain(row.explained, 0)}`)) || numbers.ABSENT;
    return EduStat.part(t("规则成效"), t("常被说明、从不更正的规则应放宽或停用"), EduStat.table({ name: t("规则成效"), sortable: true, class: "yields", head: [t("规则"), t("提出"), t("更正"), t("已说明"), t("待处理"), t("撤回"), t("历年说明数")],
      rows: byRule.map((one) => [{ text: h("a", { href: EduStat.here({ rule: one.rule, at: "findings", page: null }) }, `${one.rule} ${t(one.title ?? "")}`), value: one.rule }, one.sum("fired"), one.sum("corrected"), one.sum("explained"), one.sum("open"), one.sum("withdrawn"), trend(one)]) }));
  }

  function delivered(part) {
    const files = part.delivered.map((row) => EduStat.known.deliveries.get(row.delivery_id)).filter(Boolean);
    if (!files.length) return null;
    return h("section", { class: "part", id: "deliveries" }, h("h2", null, t("报送件"), h("span", null, t("{n} 件", { n: files.length }))), EduStat.table({ name: t("报送件"), sortable: true, head: [t("文件"), t("年份"), t("版次"), t("状态"), t("说明")],
      rows: files.map((file) => [{ text: h("a", { href: EduStat.link("delivery", { delivery: file.delivery_id }) }, file.file_name), value: file.file_name }, file.years ?? numbers.ABSENT, file.release ? EduStat.release(file.release) : numbers.ABSENT, EduStat.stateWord(file.state), EduStat.tell(file.problem ?? "")]) }));
  }
}
