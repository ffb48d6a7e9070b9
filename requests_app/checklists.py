"""What each reviewer looks at, in plain words, beside the question of their step (document 000)."""

from django.utils.translation import gettext_lazy as _

CHECKLISTS = {
    "support": (
        _("Does it help your school's goals?"),
        _("Is there money for all of it, now and next year?"),
        _("Which code pays for it?"),
    ),
    "initial": (
        _("Is it new, or does the library have it already?"),
        _("Are district funds needed?"),
        _("Is something missing that the reviewers will ask for?"),
    ),
    "principal": (
        _("Do you still support it?"),
        _("Is the money allocated: amount, source and code?"),
    ),
    "curriculum": (
        _("Which standards does it teach, and does it fit them?"),
        _("Does a core resource already do this?"),
        _("Should Title and MTSS, Special Education or Bilingual Services look at it? Bring them in."),
        _("Is student data shared with the vendor?"),
    ),
    "ict": (
        _("Does something we use, core or not, already do this?"),
        _("Does it work with our devices and accounts?"),
        _("Should another ICT look at it? Bring them in."),
        _("Is student data shared with the vendor?"),
    ),
    "title-mtss": (_("Does it serve the students of your programs?"), _("May these funds pay for it?")),
    "special-education": (_("Can students with disabilities use it?"), _("Does it fit their plans?")),
    "bilingual": (_("Which languages does it offer?"), _("Can multilingual learners and their families use it?")),
    "coach": (_("Have you used it, or something like it?"), _("What should the Director of Curriculum know?")),
    "ict-colleague": (
        _("Does something we use, core or not, already do this?"),
        _("Does it work with our devices and accounts?"),
    ),
    "final": (
        _("If you approve against a denial, say why."),
        _("Were the funds denied? Then name another source."),
        _("Which conditions does the decision keep?"),
    ),
    "contract": (
        _("Is student data shared, and which?"),
        _("Does an agreement in force cover the product, these places and that data?"),
        _("Is the contract right?"),
    ),
    "vendor": (
        _("The request goes on by itself as soon as an agreement with this vendor is signed by both sides."),
        _("Has the vendor said no? Then deny the request."),
    ),
    "posting": (
        _("Is every linked agreement posted?"),
        _("When is it looked at again?"),
        _("Must somebody set it up at the schools?"),
    ),
    "purchase": (
        _("May the order be released yet?"),
        _("Is it within the amount that was approved?"),
    ),
    "integration": (_("Is every school listed, with its contact?"), _("Is every school done?")),
}
