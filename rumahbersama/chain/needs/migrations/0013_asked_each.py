from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("needs", "0012_what_indicators_replace"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="asked_each",
            field=models.CharField(
                choices=[("year", "Tahun"), ("semester", "Semester"), ("quarter", "Triwulan"), ("month", "Bulan")],
                default="semester",
                help_text="kind of the periods it is asked for",
                max_length=8,
            ),
        ),
    ]
