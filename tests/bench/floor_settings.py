"""Settings of the floor: plain Django on the portal's own database, reached in the same way. No middleware at all."""

from django.apps import AppConfig

from ecru.settings import AUTH_USER_MODEL, DATABASES, DEFAULT_AUTO_FIELD, SECRET_KEY

__all__ = ["AUTH_USER_MODEL", "DATABASES", "DEFAULT_AUTO_FIELD", "SECRET_KEY"]

LIST = """<!doctype html><title>Actors</title><h1>{{ page.paginator.count }} actors</h1>
{% for actor in page %}<article><h2><a href="/row/{{ actor.pk }}/">{{ actor.name }}</a></h2>
<p>{{ actor.description|truncatewords:24 }}</p>
<ul>{% for place in actor.active_in.all %}<li>{{ place.name }}</li>{% endfor %}</ul>
<ul>{% for theme in actor.themes.all %}<li>{{ theme.label }}</li>{% endfor %}</ul></article>{% endfor %}
<p>{{ page.number }} / {{ page.paginator.num_pages }}</p>"""
ROW = """<!doctype html><title>{{ actor.name }}</title><h1>{{ actor.name }}</h1>
<p>{{ actor.description }}</p><p>{{ actor.website }} {{ actor.verified_on }}</p>"""


class OnlyModels(AppConfig):
    """The app without what it does when the portal starts."""

    name = "actors"


ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "tests.bench.floor_settings.OnlyModels",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.bench.floor"
USE_I18N = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [("django.template.loaders.locmem.Loader", {"list.html": LIST, "row.html": ROW})],
                )
            ]
        },
    }
]
