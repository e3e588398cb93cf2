/* Facilities: areas, books, equipment and terminals per pupil against their standards. */
"use strict";
{
  const { t } = EduStat;
  const WANTED = ["floor_area_per_pupil", "teaching_area_per_pupil", "sports_area_per_pupil", "land_per_pupil", "equipment_per_pupil", "books_per_pupil", "terminals_per_100", "network_classrooms_per_100", "teacher_terminals_per_teacher", "music_rooms_per_12", "art_rooms_per_12",
    "dangerous_area_share", "outdoor_play_per_child", "activity_area_per_child", "pupils_per_school", "schools_total"];

  EduStat.screen("facilities", (place) => EduStat.subject({ screen: "facilities", what: t("办学条件"), wanted: WANTED, ranked: [["floor_area_per_pupil", "primary"], ["pupils_per_school", "primary"]] }, place));
}
