"""Demos: invented people on a public tree, built through the same domain functions as real lists.

`loader.load` knows them by their code; each names the data it is built from. Their accounts are in `accounts`.
"""

from reports.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

__all__ = ["DEMO_ACCOUNTS", "DEMO_PASSWORD"]
