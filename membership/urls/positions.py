"""Addresses of this part; the views are named in full words."""

urlpatterns = []
