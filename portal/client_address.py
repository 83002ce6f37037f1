from ipaddress import ip_address, ip_network

from django.conf import settings


def _is_trusted(address):
    try:
        return any(ip_address(address) in ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)
    except ValueError:
        return False


def client_address(request):
    """The address of who asks: X-Forwarded-For is believed only as far as TRUSTED_PROXIES wrote it."""
    address = request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    while hops and _is_trusted(address):
        address = hops.pop()
    return address
