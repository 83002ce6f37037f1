from django.utils.cache import patch_cache_control


def for_everybody(response):
    """Anyone may keep it, and asks before showing it again: what is taken offline is gone at once."""
    patch_cache_control(response, public=True, no_cache=True)
    return response
