from portal.models import ComplaintClass

LISTS = {"agency": "agencies", "topic": "faq_topics"}


class Links:
    """Finds the rows that an entry names by slug: those of the lists, whoever made them."""

    def __init__(self, found):
        self.found = found  # {"agencies:diskominfo": Agency}

    def agencies(self, slugs):
        return [row for row in (self.found.get(f"agencies:{slug}") for slug in slugs or []) if row]

    def one(self, name, slug):
        if name == "complaint_class":
            return ComplaintClass.objects.filter(slug=slug).first()
        return self.found.get(f"{LISTS[name]}:{slug}")

    def missing(self, entry):
        """A page about an agency or topic that an editor deleted has nothing to be about."""
        return any(name in entry and self.one(name, entry[name]) is None for name in LISTS)
