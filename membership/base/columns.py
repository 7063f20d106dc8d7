"""Database columns shared by models."""

from django.db import models


class BinaryTextField(models.CharField):
    """Text compared byte by byte on every database, so that ranges and stored sort keys need no locale."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "membership.base.columns.BinaryTextField", args, kwargs
