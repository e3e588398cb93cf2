/* Class sizes: shares of large classes against the standards over the years. */
"use strict";
{
  const { t } = EduStat;
  const WANTED = ["large_class_share", "extra_large_class_share", "class_45_share", "class_50_share", "average_class_size", "kindergarten_class_rate", "teachers_per_class", "classes_per_school"];

  EduStat.screen("classes", (place) => EduStat.subject({ screen: "classes", what: t("班额"), wanted: WANTED, ranked: [["large_class_share", "junior"], ["average_class_size", "primary"]], more: EduStat.classBands }, place));
}
