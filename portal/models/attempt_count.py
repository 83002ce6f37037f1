from django.db import connection, models

# One statement that counts and says what it came to, so that two processes can never count the same attempt.
_COUNT = """
    INSERT INTO portal_attemptcount (digest, count, expires_at) VALUES {rows}
    ON CONFLICT (digest) DO UPDATE SET count = portal_attemptcount.count + 1 RETURNING digest, count
"""


class AttemptCountManager(models.Manager):
    def add(self, expires_at):
        """Counts one more for each digest of {digest: when to forget it, seconds since 1970}: {digest: count}."""
        rows = ", ".join(["(%s, 1, %s)"] * len(expires_at))
        # In one order for everybody, so that two writers never wait for each other in a circle.
        values = [value for row in sorted(expires_at.items()) for value in row]
        with connection.cursor() as cursor:
            cursor.execute(_COUNT.format(rows=rows), values)
            return dict(cursor.fetchall())

    def forget(self, now):
        """Removes what no longer counts."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM portal_attemptcount WHERE expires_at <= %s", [now])


class AttemptCount(models.Model):
    """How often something was tried within a span of time. Neither who tried nor what can be read from it."""

    digest = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.PositiveBigIntegerField(db_index=True)

    objects = AttemptCountManager()

    def __str__(self):
        return f"{self.digest[:8]}: {self.count}"
