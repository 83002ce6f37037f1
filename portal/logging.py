import logging


class RouteNames(logging.Filter):
    """Replaces the path of a logged request by its route, since a path can hold a complaint's number."""

    def filter(self, record):
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "(no route)"
            # Django may have escaped the path, so it is known by its first letter, not by comparing.
            record.args = tuple(
                route if isinstance(value, str) and value.startswith(("/", "http")) else value for value in record.args
            )
        return True
