"""The nine numbers of a network 2-2-1: two settings that compute XOR, and where each number stands in the drawing."""

LECTURE = dict(w11=1.0, w12=1.0, b1=-0.5, v1=1.0, w21=1.0, w22=1.0, b2=-1.5, v2=-1.0, c=-0.5)
ANOTHER = dict(w11=1.0, w12=-1.0, b1=-0.5, v1=1.0, w21=-1.0, w22=1.0, b2=-0.5, v2=1.0, c=-0.5)

# In inches of the drawing.
UNITS = {"x₁": (0.3, 1.3), "x₂": (0.3, 0.3), "h₁": (1.6, 1.3), "h₂": (1.6, 0.3), "y": (2.85, 0.8)}
EDGES = (("x₁", "h₁"), ("x₂", "h₁"), ("h₁", "y"), ("x₁", "h₂"), ("x₂", "h₂"), ("h₂", "y"))
LABELS = {  # of the numbers, in the order above
    "w₁₁": (0.9, 1.46),
    "w₁₂": (0.68, 0.59),
    "b₁": (1.6, 1.6),
    "v₁": (2.38, 1.26),
    "w₂₁": (0.68, 1.01),
    "w₂₂": (0.9, 0.14),
    "b₂": (1.6, 0.0),
    "v₂": (2.22, 0.28),
    "c": (2.85, 0.5),
}
WEIGHTS = ("w11", "w12", "v1", "w21", "w22", "v2")  # of the edges
