"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

BY_HAND = dict(mode="hand", n=400)
MIXED = dict(loss="hinge", mixed=True)
THREE = dict(task="multiclass", output="linear", loss="squared")
DONE_BY = {
    "objective": [
        [dict(lam=24.0)],
        [dict(w=0.84)],
        [dict(penalty="l1", lam=16.4)],
    ],
    "regression": [
        [dict(outlier=2.5), dict(outlier=5.5)],
        [dict(outlier=0.0), dict(outlier=6.5)],
        [dict(w=0.09, b=1.85)],
    ],
    "gaussian": [
        [dict(epoch=100), dict(epoch=2000)],
        "sceptic",
        [BY_HAND | dict(sigma=0.3)],
    ],
    "margins": [
        [MIXED],
        [MIXED, MIXED | dict(epoch=0), MIXED | dict(start="zero", epoch=100)],
        [dict(loss=loss) for loss in ("log", "squared", "zero_one")],
    ],
    "wrong_pair": [
        [dict(w=0.6), dict(b=0.9)],
        [dict(step=0), dict(step=300)],
        [dict(w=2.0, b=2.0, eta=0.15), dict(eta=0.6)],
    ],
    "softmax": [
        [dict(a=100.0)],
        [dict(a=120.0), dict(a=-120.0)],
        [dict(T=0.2), dict(c=1)],
    ],
    "one_hot": [
        [dict(order="Adelie, Gentoo, Chinstrap")],
        [dict(order="Gentoo, Adelie, Chinstrap")],
        [dict(power=5.0)],
    ],
    "chooser": [
        [dict(output="softmax", loss="categorical"), dict(output="softmax", loss="categorical", units="each")],
        "sceptic",
        [dict(output="sigmoid", loss="squared"), dict(output="sigmoid", loss="squared", eta=3.0)],
        [THREE, THREE | dict(units="each")],
    ],
    "covariance": [
        [dict(rho=0.66, r1=6.2, r2=2.8), dict(rho=0.66, r1=-5.9, r2=3.3)],
        [dict(rho=0.66), dict(rho=0.0)],
        [dict(s1=12.0, s2=8.0)],
    ],
    "multiclass_hinge": [
        [dict(x1=50.0, x2=18.5)],
        [dict(loss="softmax_cross_entropy"), dict(loss="softmax_cross_entropy", epoch=20)],
        [dict(species="Gentoo")],
    ],
}
UNRELATED = {
    "objective": dict(w=1.6),
    "regression": dict(b=1.5),
    "gaussian": dict(width=64),
    "margins": dict(epoch=40),
    "wrong_pair": dict(step=120),
    "softmax": dict(f2=2.0),
    "one_hot": dict(y="bill_depth_mm"),
    "chooser": dict(step=60),
    "covariance": dict(r2=2.0),
    "multiclass_hinge": dict(x2=16.5),
}
