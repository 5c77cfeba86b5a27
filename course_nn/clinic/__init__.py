"""The clinic: networks that will not learn, instruments that look at them, wards of patients, and what cures them.
训练诊所：学不会的网络、检查它们的仪器、一间间病房，以及各自的疗法。
"""

from course_nn.clinic.examination import examine, read
from course_nn.clinic.expert import order_of_looks
from course_nn.clinic.instruments import one_batch

__all__ = ["examine", "read", "order_of_looks", "one_batch"]
