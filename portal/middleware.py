from csp.middleware import CSPMiddleware
from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.utils import translation


class LanguageFromPathMiddleware:
    """Takes the language from the address alone, so that one address is one page for every reader and cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere but in the admin, whose templates need inline scripts."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        elif getattr(request, "is_preview", False):
            # Wagtail sends a page's preview through this middleware on its own, to be framed by the edit form.
            parts.replace = {"frame-ancestors": ["'self'"]}
        return parts


class CompressionMiddleware:
    """Compresses. Public answers that must look alike stay equally long, so only the admin's get a random length.

    The random length is Django's answer to BREACH, which needs a secret on the page: public pages hold none.
    """

    def __init__(self, get_response):
        self.compressed, self.padded = GZipMiddleware(get_response), GZipMiddleware(get_response)
        self.compressed.max_random_bytes = 0

    def __call__(self, request):
        return (self.padded if request.path_info.startswith("/admin/") else self.compressed)(request)
