/* The money: shares and totals over the years. */
"use strict";
{
  const { t } = EduStat;

  EduStat.screen("funding", async ({ region }) => {
    const data = await EduStat.wish(`regions/${region}`);
    await EduStat.learnDeliveries();
    const body = data ? EduStat.declaredCharts("funding", data) : [];
    return { title: t("{name}：经费盘子", { name: EduStat.place(region) }), regions: EduStat.withPages(), example: EduStat.example(region), body: body.length ? body : [EduStat.h("p", { class: "quiet" }, t("本地区没有这一页的数据。"))] };
  });
}
