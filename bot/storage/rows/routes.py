"""Rows of routes."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from sqlalchemy import delete, select

from bot.cases.routing import Route
from bot.errors import BadInput
from bot.storage import tables
from bot.storage.rows.base import Rows


class RouteRows(Rows):
    """Fulfils bot.cases.routing.Routes."""

    def all(self) -> Sequence[Route]:
        """In the order they were made."""
        rows = self._connection.execute(select(tables.routes).order_by(tables.routes.c.id)).mappings()
        return [Route(**row) for row in rows]

    def add(self, route: Route) -> Route:
        """Raises BadInput when the same row exists."""
        if any(replace(one, id=route.id) == route for one in self.all()):
            raise BadInput("route", "such a row exists")
        fields = {name: value for name, value in asdict(route).items() if name != "id"}
        return replace(route, id=self._insert(tables.routes, fields))

    def delete(self, route_id: int) -> None:
        """Removes the row; the default row is guarded by whoever calls."""
        self._connection.execute(delete(tables.routes).where(tables.routes.c.id == route_id))
