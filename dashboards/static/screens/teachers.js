/* Teachers: how many, how qualified, their ranks, ages and wages. */
"use strict";
{
  const { t } = EduStat;
  const WANTED = ["pupil_teacher_ratio", "qualified_teacher_rate", "above_required_share", "bachelor_share", "postgraduate_share", "senior_rank_share", "intermediate_rank_share", "young_teacher_share", "older_teacher_share", "female_teacher_share",
    "certified_rate", "trained_360_rate", "exchange_rate", "pupils_per_post", "posts_filled", "teacher_civil_wage_ratio", "teacher_wage"];

  EduStat.screen("teachers", (place) => EduStat.subject({ screen: "teachers", what: t("教师"), wanted: WANTED, ranked: [["pupil_teacher_ratio", "primary"], ["qualified_teacher_rate", "primary"]] }, place));
}
