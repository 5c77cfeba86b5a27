"""A square matrix turns space and stretches it, and can do a part of both."""

from collections.abc import Callable

import numpy as np


def part_of_turn(R: np.ndarray, s: float) -> np.ndarray:
    """The rotation by s times the angle of the rotation R: no turn at s = 0, R at s = 1.

    R is e^(iθ) in the plane of each angle θ, and R^s is e^(isθ). A mirror image is no rotation: its axis that changes
    sign, -1 = e^(iπ), shrinks with cos(πs), as a sheet does that is turned over and seen from above.

    R : (D, D) orthogonal;  s : 0 … 1;  returns (D, D)
    """
    hermitian = (R + R.T) / 2 + 2 * (R - R.T) / 2j  # it has the eigenvectors of R, and eigh is safe
    V = np.linalg.eigh(hermitian).eigenvectors
    turns = np.einsum("ji,jk,ki->i", V.conj(), R, V)  # (D,) e^(iθ)
    return ((V * turns**s) @ V.conj().T).real


def part_of_matrix(W: np.ndarray, s: float) -> np.ndarray:
    """From the identity, s = 0, to W, s = 1: the turn and the stretch in W grow together.

    W = Q S,  Q a rotation, S = (WᵀW)^½ a stretch along axes at right angles;   W(s) = Q^s ((1 - s) I + s S)

    If det W > 0 then det W(s) > 0 for all s: nothing is folded and nothing collapses on the way.

    W : (D, D);  s : 0 … 1;  returns (D, D)
    source : N. J. Higham, Computing the polar decomposition, with applications (1986)
    """
    U, stretches, Vt = np.linalg.svd(W)
    if stretches[-1] <= 1e-12 * stretches[0] and np.linalg.det(U @ Vt) < 0:
        U[:, -1] *= -1  # W is flat that way, so either sign is its turn
    stretch = (Vt.T * stretches) @ Vt
    return part_of_turn(U @ Vt, s) @ ((1 - s) * np.eye(len(W)) + s * stretch)


def rotations(gain: float = 1.0) -> Callable:
    """An initialization whose layers turn, and stretch all directions alike, so that none is lost on the way.

    gain : > 0, 1 for tanh, √2 for ReLU, 4 for the sigmoid, which is four times as flat;  returns (rng, M, N) -> (M, N)
    source : Saxe, McClelland & Ganguli, Exact solutions to the nonlinear dynamics of learning (2014)
    """

    def draw(rng, M, N):
        Q, R = np.linalg.qr(rng.normal(size=(max(M, N), max(M, N))))
        return gain * (Q * np.sign(np.diag(R)))[:M, :N]  # with these signs all turns are equally likely

    return draw
