"""One module a procedure, in the order of its document."""

from workflows.machines.agreement import AgreementMachine
from workflows.machines.micro import Micro

MACHINES = {machine.machine_kind: machine for machine in (Micro, AgreementMachine)}

__all__ = ["MACHINES", "AgreementMachine", "Micro"]
