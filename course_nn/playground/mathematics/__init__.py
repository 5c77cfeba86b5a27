"""What the playground computes: runs that can be walked both ways, settings, links, tables, export.
游乐场的计算部分：可前进可后退的训练、设置、链接、数据表、导出。
"""
