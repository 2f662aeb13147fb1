import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rumahbersama.chain.house.problems.models

STATES = [
    ('new', 'Baru'),
    ('tabled', 'Dibahas'),
    ('agreed', 'Disepakati'),
    ('in_hand', 'Ditangani'),
    ('solved', 'Selesai'),
    ('put_off', 'Ditunda'),
    ('upward', 'Diteruskan ke atas'),
    ('closed', 'Ditutup dengan alasan'),
    ('merged', 'Digabung'),
]


def number():
    return ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID'))


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('needs', '0012_what_indicators_replace'),
        ('people', '0001_initial'),
        ('regions', '0003_office_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Problem',
            fields=[
                number(),
                ('key', models.CharField(default=rumahbersama.chain.house.problems.models.new_key, max_length=32, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField(help_text='within the kecamatan and the year')),
                ('statement', models.CharField(max_length=300)),
                ('sufferers', models.CharField(blank=True, help_text='who suffers from it, in words', max_length=200)),
                ('people', models.PositiveIntegerField(null=True)),
                ('authority', models.CharField(choices=[('desa', 'Desa/kelurahan sendiri'), ('antardesa', 'Kerja sama antardesa'), ('kecamatan', 'Kecamatan'), ('kabupaten', 'Kabupaten/kota'), ('atas', 'Provinsi atau pusat')], default='kecamatan', max_length=9)),
                ('hamlet', models.CharField(blank=True, max_length=80)),
                ('state', models.CharField(choices=STATES, default='new', max_length=7)),
                ('put_off_to', models.DateField(null=True)),
                ('shared_at', models.DateTimeField(null=True)),
                ('scorers', models.PositiveSmallIntegerField(default=0, help_text='how many scores count for it')),
                ('score_sum', models.PositiveIntegerField(default=0, help_text='all of them together, for ranking')),
                ('version', models.PositiveIntegerField(default=1)),
                ('keyboard', models.CharField(blank=True, max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('answers', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='problems_to_answer', to='people.post')),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='needs.servicearea')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kecamatan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='problems', to='regions.region')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='problems.problem')),
                ('places', models.ManyToManyField(related_name='problems_here', to='regions.region')),
                ('raised_at', models.ForeignKey(help_text='the place of whoever wrote it', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region')),
            ],
            options={
                'ordering': ['-entered_at', '-pk'],
                'indexes': [models.Index(fields=['kecamatan', 'state'], name='problems_pr_kecamat_9fa527_idx')],
                'constraints': [
                    models.UniqueConstraint(fields=('kecamatan', 'year', 'number'), name='problems_one_of_a_number'),
                    models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into', None)), _connector='OR'), name='problems_merged_names_the_other'),
                    models.CheckConstraint(condition=models.Q(models.Q(('put_off_to__isnull', False), ('state', 'put_off')), models.Q(models.Q(('state', 'put_off'), _negated=True), ('put_off_to', None)), _connector='OR'), name='problems_put_off_has_a_day'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                number(),
                ('state', models.CharField(choices=STATES, max_length=7)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('until', models.DateField(null=True)),
                ('by_name', models.CharField(max_length=330)),
                ('as_post', models.CharField(blank=True, help_text='name, rank, post and capacity on that day', max_length=330)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='problems.problem')),
            ],
            options={'ordering': ['-at', '-pk']},
        ),
        migrations.CreateModel(
            name='Cause',
            fields=[
                number(),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='causes', to='problems.problem')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [
                    models.UniqueConstraint(fields=('problem', 'order'), name='problems_one_cause_of_an_order'),
                    models.CheckConstraint(condition=models.Q(('order__gte', 1), ('order__lte', 5)), name='problems_five_whys_at_most'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ProblemEvidence',
            fields=[
                number(),
                ('reference', models.CharField(max_length=200)),
                ('sentence', models.CharField(max_length=500)),
                ('measure', models.CharField(blank=True, max_length=200)),
                ('value', models.CharField(blank=True, help_text='canonical text of the number, as it was read', max_length=40)),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('place_code', models.CharField(blank=True, max_length=16)),
                ('period', models.CharField(blank=True, max_length=60)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('url', models.CharField(max_length=300)),
                ('taken_on', models.DateField()),
                ('by_name', models.CharField(max_length=330)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='problems.problem')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('problem', 'reference', 'taken_on'), name='problems_one_snapshot_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                number(),
                ('by_name', models.CharField(max_length=330)),
                ('urgency', models.PositiveSmallIntegerField()),
                ('seriousness', models.PositiveSmallIntegerField()),
                ('growth', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('counts_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='problems.problem')),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='given_scores', to='problems.problem')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('problem', 'by'), name='problems_one_score_of_a_person'),
                    models.CheckConstraint(condition=models.Q(('urgency__gte', 1), ('urgency__lte', 5)), name='problems_urgency_on_the_scale'),
                    models.CheckConstraint(condition=models.Q(('seriousness__gte', 1), ('seriousness__lte', 5)), name='problems_seriousness_on_the_scale'),
                    models.CheckConstraint(condition=models.Q(('growth__gte', 1), ('growth__lte', 5)), name='problems_growth_on_the_scale'),
                ],
            },
        ),
    ]
