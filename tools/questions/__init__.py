"""The questions of the course for a learning platform: Moodle XML, and packages of QTI 2.1."""
