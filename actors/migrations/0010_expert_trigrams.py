from django.db import migrations

from ecru.base.trigrams import trigram_indexes


class Migration(migrations.Migration):
    dependencies = [("actors", "0009_history")]

    operations = [trigram_indexes("actors_expert")]
