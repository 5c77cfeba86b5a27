"""The playground's picture: its controls and buttons, the figure, and the demo that joins them.
游乐场的图：控件与按钮、图形，以及把它们连在一起的演示。
"""
