from django.db import migrations

# A list of one topic looks up each event among those of the topic. Django's own index leads to the rows of the link
# table one by one, and these to the numbers; this one has them.
OF = ("topic", "audience", "programme")


class Migration(migrations.Migration):
    dependencies = [("events", "0013_lists_of_many")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX events_by_{name} ON events_event_{name}s ({name}_id, event_id)", f"DROP INDEX events_by_{name}"
        )
        for name in OF
    ]
