"""Django; in a project, the receiver goes into an AppConfig's ready()."""

import django
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()

# [load]
import sqlite_smma
from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver


@receiver(connection_created)
def load_smma(connection, **_) -> None:
    if connection.vendor == "sqlite":
        sqlite_smma.load(connection)


with connection.cursor() as cursor:
    average = cursor.execute("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')").fetchone()[0]
# [end]

import sys
from pathlib import Path

from django.db import OperationalError

for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(connection.cursor().execute(query).fetchone()[0])
    except OperationalError as error:
        print(error)
