import logging


class RouteNames(logging.Filter):
    """Replaces the path of a logged request by its route, since a path can hold a complaint's number."""

    def filter(self, record):
        request = getattr(record, "request", None)
        if request is not None and getattr(request, "path", None):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "(no route)"
            message = record.getMessage()
            for address in (request.get_full_path(), request.path):
                message = message.replace(address, route)
            record.msg, record.args = message, None
        return True
