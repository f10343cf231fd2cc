"""SQLAlchemy, for programs that are given a URL and no more: sqlite:///prices.db?plugin=smma"""

from __future__ import annotations

from sqlalchemy.engine import URL, CreateEnginePlugin, Engine

from .._load import load


class SmmaPlugin(CreateEnginePlugin):
    def update_url(self, url: URL) -> URL:
        return url  # it has no arguments of ours

    def engine_created(self, engine: Engine) -> None:
        load(engine)
