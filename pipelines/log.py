"""Where the stages of a run tell of themselves, whoever runs them: the terminal and Dagster both listen."""

import logging

LOG = logging.getLogger("edustat")
