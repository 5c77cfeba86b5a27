"""What a lecture says: its text lies in two files, one a language, and Python finds each piece of it by a key.
讲义的文字：每种语言一个文件，程序按键查找其中的每一段。
"""
