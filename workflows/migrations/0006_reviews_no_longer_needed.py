from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0005_copies_for_the_public")]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="case_kind_has_state",
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "agreement"),
                        (
                            "state__in",
                            [
                                "drafting",
                                "dropped",
                                "expiring",
                                "in-force",
                                "lapsed",
                                "negotiating",
                                "sent",
                                "signed",
                                "superseded",
                                "terminated",
                            ],
                        ),
                    ),
                    models.Q(("kind", "breach"), ("state__in", ["closed", "complete", "held", "recorded"])),
                    models.Q(("kind", "confirmation"), ("state__in", ["confirmed", "due"])),
                    models.Q(
                        ("kind", "micro"),
                        (
                            "state__in",
                            [
                                "already-available",
                                "changes-requested",
                                "complete",
                                "contract-posting",
                                "denied",
                                "draft",
                                "final-review",
                                "in-review",
                                "initial-review",
                                "integration",
                                "soppa-review",
                                "waiting-vendor",
                                "withdrawn",
                            ],
                        ),
                    ),
                    models.Q(("kind", "offboarding"), ("state__in", ["certified", "closed", "complete", "requested"])),
                    models.Q(
                        ("kind", "packet"),
                        (
                            "state__in",
                            [
                                "board",
                                "complete",
                                "deciding",
                                "declined",
                                "expired",
                                "in-force",
                                "in-progress",
                                "invited",
                                "signing",
                                "under-review",
                                "withdrawn",
                            ],
                        ),
                    ),
                    models.Q(
                        ("kind", "renewal"),
                        (
                            "state__in",
                            ["closed", "deciding", "gathering", "let-lapse", "renegotiating", "renewed", "terminated"],
                        ),
                    ),
                    models.Q(("kind", "review"), ("state__in", ["closed", "concern", "confirmed", "due"])),
                    models.Q(
                        ("kind", "rights"),
                        ("state__in", ["answered", "corrected", "in-progress", "received", "refused"]),
                    ),
                    _connector="OR",
                ),
                name="case_kind_has_state",
            ),
        ),
    ]
