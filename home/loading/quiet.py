"""Wagtail renews its search and reference indexes at every save; a load does so once for each object."""

import logging
from contextlib import contextmanager

from django.db.models.signals import post_save
from modelsearch.index import class_is_indexed, get_indexed_models, insert_or_update_object
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexing_later():
    """Yields a list: what is appended to it is indexed at the end."""
    models = [model for model in get_indexed_models() if getattr(model, "search_auto_update", True)]
    changed = []
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield changed
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    for instance in _with_aliases(changed):
        if class_is_indexed(type(instance)):
            insert_or_update_object(instance)
        if ReferenceIndex.model_is_indexable(type(instance)):
            ReferenceIndex.create_or_update_for_object(instance)


def _with_aliases(changed):
    """Pages as what they are, and the aliases that their publishing has renewed; each once."""
    found = {}
    for instance in changed:
        also = instance.aliases.all() if isinstance(instance, Page) else []
        for each in [instance, *also]:
            found[type(each), each.pk] = each
    return [getattr(instance, "specific", instance) for instance in found.values()]


@contextmanager
def quiet_logging(*names):
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
