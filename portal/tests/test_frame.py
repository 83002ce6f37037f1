import logging
from types import SimpleNamespace

from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory, SimpleTestCase, TestCase, override_settings

from portal.client_address import client_address
from portal.encryption import decrypt, encrypt, keyed_digest
from portal.logging import RouteNames

KEY_A, KEY_B = "dGVzdGluZy1vbmx5LTMyLWJ5dGVzLWtleS0wMDAwMDE=", "dGVzdGluZy1vbmx5LTMyLWJ5dGVzLWtleS0wMDAwMDI="


class EncryptionTests(SimpleTestCase):
    def test_text_comes_back_and_its_token_says_nothing(self):
        token = encrypt("Mulyono Susanto")
        self.assertNotIn("Mulyono", token)
        self.assertEqual(decrypt(token), "Mulyono Susanto")
        self.assertNotEqual(encrypt("Mulyono Susanto"), token)

    def test_old_key_still_reads_after_a_new_one_is_put_in_front(self):
        with override_settings(DATA_KEYS=[KEY_A]):
            token, digest = encrypt("Sri"), keyed_digest("Sri")
        with override_settings(DATA_KEYS=[KEY_B, KEY_A]):
            self.assertEqual((decrypt(token), keyed_digest("Sri")), ("Sri", digest))

    def test_wrong_or_missing_key_is_said_plainly(self):
        token = encrypt("Sri")
        for keys in ([KEY_B], []):
            with override_settings(DATA_KEYS=keys), self.assertRaises(ImproperlyConfigured):
                decrypt(token)


class ClientAddressTests(SimpleTestCase):
    def address(self, remote, forwarded=""):
        request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})
        return client_address(request)

    def test_header_is_believed_only_from_trusted_proxies(self):
        self.assertEqual(self.address("198.51.100.1", "203.0.113.7"), "198.51.100.1")
        with override_settings(TRUSTED_PROXIES=["10.0.0.0/8"]):
            self.assertEqual(self.address("10.0.0.2", "203.0.113.7"), "203.0.113.7")
            self.assertEqual(self.address("10.0.0.2", "1.2.3.4, 203.0.113.7, 10.0.0.9"), "203.0.113.7")
            self.assertEqual(self.address("10.0.0.2", "not an address"), "not an address")
            self.assertEqual(self.address("10.0.0.2"), "10.0.0.2")


class LogTests(TestCase):
    def test_path_is_replaced_by_its_route(self):
        request = RequestFactory().get("/pengaduan/4802248/?nomor=4802248")
        request.resolver_match = SimpleNamespace(route="pengaduan/<str:reference>/")
        record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (request.path,), None)
        record.request = request
        RouteNames().filter(record)
        self.assertEqual(record.getMessage(), "Not Found: pengaduan/<str:reference>/")

    def test_path_that_django_escaped_is_replaced_too(self):
        with self.assertLogs("django.request", logging.WARNING) as logs:
            self.client.get("/pengaduan/4802248%00/")
            self.client.get("/pengaduan/4802248%5C/")
        for record in logs.records:
            RouteNames().filter(record)
            self.assertNotIn("4802248", record.getMessage())


class AddressTests(TestCase):
    def test_operators_addresses_answer(self):
        for path in ("/healthz", "/readyz"):
            response = self.client.get(path)
            self.assertEqual((response.status_code, response.content), (200, b"ok"))
            self.assertIn("no-store", response.headers["Cache-Control"])

    def test_request_without_a_token_gets_a_page_of_the_portal(self):
        response = Client(enforce_csrf_checks=True).post("/statistik/")
        self.assertContains(response, "403", status_code=403)
        self.assertNotContains(response, "DEBUG", status_code=403)

    def test_robots_keep_out_of_the_lookup_and_find_the_sitemap(self):
        response = self.client.get("/robots.txt")
        self.assertContains(response, "Disallow: /lacak/")
        self.assertContains(response, "/sitemap.xml")

    def test_security_contact_is_named_once_it_is_given(self):
        from wagtail.models import Site

        from portal.models import SiteSettings

        self.assertEqual(self.client.get("/.well-known/security.txt").status_code, 404)
        SiteSettings.objects.filter(site=Site.objects.get()).update(security_contact="mailto:csirt@example.go.id")
        self.assertContains(self.client.get("/.well-known/security.txt"), "Contact: mailto:csirt@example.go.id")

    def test_language_comes_from_the_address_alone(self):
        asked = {"Accept-Language": "en", "Cookie": "django_language=en"}
        self.assertEqual(self.client.get("/lacak/", headers=asked).headers["Content-Language"], "id")
        self.assertEqual(self.client.get("/en/lacak/").headers["Content-Language"], "en")

    def test_public_pages_have_the_strict_policy_and_the_admin_its_own(self):
        policy = self.client.get("/lacak/").headers["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertIn("frame-ancestors 'none'", policy)
        policy = self.client.get("/admin/login/").headers["Content-Security-Policy"]
        self.assertIn("unsafe-inline", policy)
        self.assertIn("frame-ancestors 'self'", policy)
        self.assertNotIn("'none' '", policy)

    def test_error_page_needs_nothing_that_may_be_broken(self):
        from portal.views import server_error

        with self.assertNumQueries(0):
            response = server_error(RequestFactory().get("/"))
        self.assertEqual(response.status_code, 500)
        self.assertContains(response, "<h1", status_code=500)
