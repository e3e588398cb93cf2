EduStat.start();
