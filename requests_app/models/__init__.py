from requests_app.models.micro import Login, MicroRequest, PaidBy, Rostering, Site, YesNo
from requests_app.models.purchase import Purchase, Quote

__all__ = ["Login", "MicroRequest", "PaidBy", "Purchase", "Quote", "Rostering", "Site", "YesNo"]
