from django.db import migrations

from ecru.base.trigrams import trigram_indexes


class Migration(migrations.Migration):
    dependencies = [("actors", "0003_search")]

    operations = [trigram_indexes("actors_actor", "actors_municipality")]
