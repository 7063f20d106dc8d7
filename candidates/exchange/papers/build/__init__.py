"""The layout of the built-in templates, as declarations, and what draws them."""
