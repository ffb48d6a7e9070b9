from requests_app.models.micro import MicroRequest, Site
from requests_app.models.product import Login, PaidBy, ProductRequest, Rostering, YesNo
from requests_app.models.purchase import Purchase, Quote, YearAmount
from requests_app.models.software import Host, RegistryEntry, SetUp, SoftwareRequest, Vetting
from requests_app.rules.request import RequestFacts as Request

__all__ = [
    "Host",
    "Login",
    "MicroRequest",
    "PaidBy",
    "ProductRequest",
    "Purchase",
    "Quote",
    "RegistryEntry",
    "Request",
    "Rostering",
    "SetUp",
    "Site",
    "SoftwareRequest",
    "Vetting",
    "YearAmount",
    "YesNo",
]
