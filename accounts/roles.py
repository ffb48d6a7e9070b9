"""The roles people hold, and whom a step goes to when a role cannot take it (SOPS.md, Roles)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A part in the district's procedures, held at a place. The value is also the demo account's user name."""

    PRINCIPAL = "principal", _("Principal")
    DISTRICT_ADMINISTRATOR = "district-administrator", _("District administrator")
    DEPARTMENT_ADMINISTRATOR = "department-administrator", _("Department administrator")
    ASSISTANT_SUPERINTENDENT = "assistant-superintendent", _("Assistant Superintendent")
    CURRICULUM_DIRECTOR = "curriculum-director", _("Director of Curriculum")
    COACH = "coach", _("Instructional coach or content leader")
    TITLE_MTSS = "title-mtss", _("Assistant Superintendent for Title and MTSS")
    SPECIAL_EDUCATION = "special-education", _("Director of Special Education")
    BILINGUAL = "bilingual", _("Bilingual Services")
    ICT_COORDINATOR = "ict-coordinator", _("ICT Coordinator")
    ICT = "ict", _("Instructional coach for technology (ICT)")
    IT_DIRECTOR = "it-director", _("Director of Information Technology")
    INTEGRATION_SPECIALIST = "integration-specialist", _("Integration Specialist")
    SCHOOL_CONTACT = "school-contact", _("School technology contact")
    COMPLIANCE_OFFICER = "compliance-officer", _("Compliance Officer")
    CUSTOMER_CARE = "customer-care", _("Customer Care Center")
    CYBERSECURITY = "cybersecurity", _("Cybersecurity team")
    INSTRUCTIONAL_TECHNOLOGY = "instructional-technology", _("Instructional Technology team")
    DII = "dii", _("Devices and infrastructure team (DII)")
    AAS = "aas", _("Purchasing and licences team (AAS)")
    TECHNOLOGY = "technology", _("Technology department")
    TECHNICIAN = "technician", _("Technician")
    PROCUREMENT = "procurement", _("Procurement and Contracts")
    BUSINESS_OFFICE = "business-office", _("Business Office")
    RISK_MANAGEMENT = "risk-management", _("Risk Management")
    GENERAL_COUNSEL = "general-counsel", _("General Counsel")
    BOARD_SECRETARY = "board-secretary", _("Board secretary")
    ADMIN = "admin", _("System administrator")


# Called by their own names: no "the" stands before them.
NAMES = frozenset({Role.BILINGUAL, Role.GENERAL_COUNSEL, Role.PROCUREMENT, Role.RISK_MANAGEMENT})


class Part(models.TextChoices):
    """Who a person is to one case, which no grant says."""

    REQUESTER = "requester", _("Requester")
    LEAD = "lead", _("Lead")
    LAST_MOVER = "last-mover", _("Whoever made the last move")
    DECIDER = "decider", _("Whoever decided")
    SYSTEM = "system", _("The system")
    VENDOR = "vendor", _("Vendor")


# One level up: takes a step when its holder is the requester, and is told when a step is overdue.
SUPERIOR = {
    Role.PRINCIPAL: Role.ASSISTANT_SUPERINTENDENT,
    Role.DEPARTMENT_ADMINISTRATOR: Role.DISTRICT_ADMINISTRATOR,
    Role.ASSISTANT_SUPERINTENDENT: Role.DISTRICT_ADMINISTRATOR,
    Role.CURRICULUM_DIRECTOR: Role.ASSISTANT_SUPERINTENDENT,
    Role.COACH: Role.CURRICULUM_DIRECTOR,
    Role.TITLE_MTSS: Role.CURRICULUM_DIRECTOR,
    Role.SPECIAL_EDUCATION: Role.CURRICULUM_DIRECTOR,
    Role.BILINGUAL: Role.CURRICULUM_DIRECTOR,
    Role.ICT_COORDINATOR: Role.IT_DIRECTOR,
    Role.ICT: Role.ICT_COORDINATOR,
    Role.IT_DIRECTOR: Role.ASSISTANT_SUPERINTENDENT,
    Role.INTEGRATION_SPECIALIST: Role.IT_DIRECTOR,
    Role.SCHOOL_CONTACT: Role.PRINCIPAL,
    Role.COMPLIANCE_OFFICER: Role.IT_DIRECTOR,
    Role.CUSTOMER_CARE: Role.IT_DIRECTOR,
    Role.CYBERSECURITY: Role.IT_DIRECTOR,
    Role.INSTRUCTIONAL_TECHNOLOGY: Role.CURRICULUM_DIRECTOR,
    Role.DII: Role.IT_DIRECTOR,
    Role.AAS: Role.BUSINESS_OFFICE,
    Role.TECHNOLOGY: Role.IT_DIRECTOR,
    Role.TECHNICIAN: Role.TECHNOLOGY,
    Role.PROCUREMENT: Role.BUSINESS_OFFICE,
    Role.BUSINESS_OFFICE: Role.DISTRICT_ADMINISTRATOR,
    Role.RISK_MANAGEMENT: Role.GENERAL_COUNSEL,
    Role.GENERAL_COUNSEL: Role.DISTRICT_ADMINISTRATOR,
    Role.BOARD_SECRETARY: Role.DISTRICT_ADMINISTRATOR,
    Role.DISTRICT_ADMINISTRATOR: Role.ADMIN,
}

# Takes the step of a role that nobody holds at the place.
SUBSTITUTE = {
    Role.PRINCIPAL: Role.DISTRICT_ADMINISTRATOR,
    Role.DEPARTMENT_ADMINISTRATOR: Role.DISTRICT_ADMINISTRATOR,
    Role.CURRICULUM_DIRECTOR: Role.ASSISTANT_SUPERINTENDENT,
    Role.ICT_COORDINATOR: Role.ICT,
    Role.IT_DIRECTOR: Role.COMPLIANCE_OFFICER,
    Role.INTEGRATION_SPECIALIST: Role.IT_DIRECTOR,
    Role.ASSISTANT_SUPERINTENDENT: Role.DISTRICT_ADMINISTRATOR,
    Role.PROCUREMENT: Role.BUSINESS_OFFICE,
    Role.RISK_MANAGEMENT: Role.GENERAL_COUNSEL,
    Role.GENERAL_COUNSEL: Role.DISTRICT_ADMINISTRATOR,
    Role.BOARD_SECRETARY: Role.DISTRICT_ADMINISTRATOR,
    Role.CYBERSECURITY: Role.IT_DIRECTOR,
    Role.COMPLIANCE_OFFICER: Role.DISTRICT_ADMINISTRATOR,
}

# Roles that the procedures ask at each kind of place; one that nobody holds is a hole.
NEEDED = {
    "school": (Role.PRINCIPAL, Role.SCHOOL_CONTACT),
    "department": (Role.DEPARTMENT_ADMINISTRATOR,),
    "district": (
        Role.DISTRICT_ADMINISTRATOR,
        Role.ASSISTANT_SUPERINTENDENT,
        Role.CURRICULUM_DIRECTOR,
        Role.TITLE_MTSS,
        Role.SPECIAL_EDUCATION,
        Role.BILINGUAL,
        Role.ICT_COORDINATOR,
        Role.IT_DIRECTOR,
        Role.INTEGRATION_SPECIALIST,
        Role.COMPLIANCE_OFFICER,
        Role.CYBERSECURITY,
        Role.PROCUREMENT,
        Role.RISK_MANAGEMENT,
        Role.GENERAL_COUNSEL,
        Role.BOARD_SECRETARY,
        Role.BUSINESS_OFFICE,
        Role.ADMIN,
    ),
}
