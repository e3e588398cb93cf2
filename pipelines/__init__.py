"""When it happens: the Dagster graph and the command line.

Belongs here: the order of the rooms, yearly partitions, schedules, the inbox sensor, the commands and their
words. Does not belong here: reading a file, a formula, a rule or a page; what Dagster runs only calls a room.
Nobody imports this room, and no other room knows Dagster.

The door: `pipelines.definitions.defs` for Dagster, `pipelines.cli.main` for the shell.
"""
