"""What to know before playing, in three tips."""

from course_nn.common.words import Words

TIPS = {
    "play": Words(
        "<b>Press Play</b>, and change anything while it learns. <b>−</b> and <b>+</b> add units and layers.",
        "<b>按“播放”</b>，学习时什么都可以改；点 <b>−</b> 和 <b>+</b> 增减单元和层。",
    ),
    "point": Words(
        "<b>Point</b> at a small map to see it large. <b>Pull</b> a line up or down: it is a weight.",
        "<b>指向</b>小图，即可放大。上下<b>拖动</b>一条连线：它就是权重。",
    ),
    "time": Words(
        "<b>Pull the grey line</b> in the loss curve: time runs back, and the run is kept.",
        "<b>拖动</b>损失图中的<b>灰线</b>：时间可以倒回，训练过程都还在。",
    ),
}
