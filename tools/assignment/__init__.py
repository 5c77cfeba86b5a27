"""Make an nbgrader assignment of a lecture's exercises."""
