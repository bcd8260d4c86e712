var P,Jt,cs,z,nt,qe,Kt,Ce,Xt,st,rt,us,pe=Symbol.for("pv"),$e={},Ue=[],ds=/^m(i|n|o|s|text|space)$/,it=Array.isArray,Yt=Ue.
slice,ne=Object.assign;function te(t){t&&t.parentNode&&t.remove()}function Te(t,n,e,r,o){var i={type:t,props:n,key:e,ref:r,__k:null,__:null,__b:0,__e:null,__c:null,constructor:pe,__v:o||
++Jt,__i:-1,__u:0};return!o&&P.vnode&&P.vnode(i),i}function A(t){return t.children}function Be(t,n){this.props=t,this.context=n,this.__g=0}function J(t,n){if(n==null)return t.
__&&J(t.__,t.__i+1);for(var e;n<t.__k.length;n++)if((e=t.__k[n])&&e.__e)return e.__e;return typeof t.type!="function"||t.
props.__P?null:J(t)}function ls(t){var n,e=t.__v,r=e.__e,o=[],i=[],s=t.__P;s&&((n=ne({constructor:pe},e)).__v=e.__v+1,P.
vnode&&P.vnode(n),ot(s,n,e,t.__n,s.namespaceURI,32&e.__u?[r]:null,o,r||J(e),32&e.__u,i),n.__v=e.__v,n.__.__k[n.__i]=n,rn(
o,n,i),e.__=e.__e=null,n.__e!=r&&Qt(n))}function Qt(t){if((t=t.__)&&t.__c&&!t.props.__P)return t.__e=null,t.__k.some(function(n){
return n&&(t.__e=n.__e)}),Qt(t)}function Gt(t){(8&t.__g||(t.__g|=8,z.push(t),qe++))&&nt==P.debounceRendering||((nt=P.debounceRendering)||
queueMicrotask)(Zt)}function Zt(){try{for(var t,n=1;z.length;)z.length>n&&z.sort(Kt),t=z.shift(),n=z.length,8&t.__g&&ls(
t)}finally{(qe=z.length)&&(nt||queueMicrotask)(Zt)}}function en(t,n,e,r,o,i,s,a,u,d,l){var p,y,h,m,R,v,k=r.__k||Ue,_=n.length;
for(u=hs(e,n,k,u,_),p=0;p<_;p++)(h=e.__k[p])!=null&&(y=~h.__i&&k[h.__i]||$e,h.__i=p,v=ot(t,h,y,o,i,s,a,u,d,l),m=h.__e,(y.
ref!=h.ref||8&y.__u)&&(y.ref&&at(y.ref,null,h,y),h.ref&&l.push(h.ref,h.__c||m,h)),R=R||m,4&h.__u?(u=tn(h,u,t,!y.__v),y.__e&&
(y.__e=null)):typeof h.type=="function"&&v!==void 0?u=v:m&&(u=m.nextSibling),h.__u&=-21);return e.__e=R,u}function hs(t,n,e,r,o){
var i,s,a,u,d,l,p,y,h,m=e.length,R=m,v=0,k=0,_=t.__k=Array(o);for(i=0;i<o;i++)(s=n[i])!=null&&typeof s!="boolean"&&typeof s!=
"function"?(typeof s!="object"||s.constructor===String?s=_[i]=Te(null,s):it(s)?s=_[i]=Te(A,{children:s}):s.constructor===
pe&&s.__b?s=_[i]=Te(s.type,s.props,s.key,s.ref,s.__v):_[i]=s,u=i+v,s.__=t,s.__b=t.__b+1,a=null,~(d=s.__i=fs(s,e,u,R))&&(R--,
(a=e[d])&&(a.__u|=2)),a&&a.__v?(s.__u|=16,d==u-1?v--:d==u+1?v++:d!=u&&(d>u?v--:v++,k=1)):(~d||(o>m?v--:o<m&&v++),typeof s.
type!="function"&&(s.__u|=4))):_[i]=null;if(k){for(l=[],p=[],i=0;i<o;i++)if((s=_[i])&&16&s.__u){for(v=0,y=l.length;v<y;)
l[h=v+y>>1]<s.__i?v=h+1:y=h;l[v]=s.__i,p[i]=v+1}for(v=l.length;i--;)p[i]&&(p[i]==v?v--:_[i].__u|=4)}if(R)for(i=0;i<m;i++)
!(a=e[i])||2&a.__u||(a.__e==r&&(r=J(a)),ct(a,a));return r}function tn(t,n,e,r){var o,i,s,a;if(typeof t.type=="function"){
if(t.props.__P)return n;if(o=t.__k)for(i=0;i<o.length;i++)o[i]&&(o[i].__=t,n=tn(o[i],n,e,!1));return n}for(n&&!n.parentNode&&
(n=J(t))&&!n.parentNode&&(n=null),s=t.__e,a=n;a&&a.nodeType==8;)a=a.nextSibling;for(s!=a&&(!r&&e.moveBefore&&s.parentNode?
e.moveBefore(s,n):e.insertBefore(s,n||null)),n=s;(n=n&&n.nextSibling)&&n.nodeType==8&&!n.data.startsWith("$s"););return n}function fs(t,n,e,r){var o,i=t.key,s=t.type,a=n[e],u=a&&!(2&a.__u);if(a===null&&i==null||u&&i==a.key&&s==a.type)return e;
if(r>(u?1:0)){for(o=e-1;o>=0;o--)if((a=n[o])&&!(2&a.__u)&&i==a.key&&s==a.type)return o;for(o=e+1;o<n.length;o++)if((a=n[o])&&
!(2&a.__u)&&i==a.key&&s==a.type)return o}return-1}function zt(t,n,e){e==null&&(e=""),n[0]=="-"?t.setProperty(n,e):t[n]=e}
function Se(t,n,e,r,o){var i,s;if(n=="style")if(typeof e=="string")t.style.cssText=e;else{if(typeof r=="string"&&(t.style.
cssText=r=""),r)for(n in r)e&&n in e||zt(t.style,n);if(e)for(n in e)r&&e[n]==r[n]||zt(t.style,n,e[n])}else if(n[0]=="o"&&
n[1]=="n")typeof e!="function"&&(e=null),typeof r!="function"&&(r=null),(t.__e||(t.__e={}))[n]=e,e&&r||(s=rt[n]||(rt[n]=
ps(n)),(t.__a||(t.__a={}))[n]=st,i=n!=(n=n.replace(Xt,"$1")),(n=n.slice(2))[0]<"a"&&(n=n.toLowerCase()),e?t.addEventListener(
n,s,i):t.removeEventListener(n,s,i));else{if(o=="http://www.w3.org/2000/svg")n=n.replace(/xlink(H|:h)/,"h").replace(/sName$/,
"s");else if(n!="width"&&n!="height"&&n!="href"&&n!="list"&&n!="form"&&n!="tabIndex"&&n!="download"&&n!="rowSpan"&&n!="c\
olSpan"&&n!="role"&&n!="popover"&&n in t)try{return void(t[n]=e??"")}catch{}if(typeof e=="function")return;e==null||e===
!1&&n[4]!="-"?t.removeAttribute(n):t.setAttribute(n,n=="popover"&&e==1?"":e)}}function ps(t){return function(n){var e=this.
__e;if(e){if(e=e[t],n[Ce]==null)n[Ce]=st++;else if(n[Ce]<this.__a[t])return;return e(P.event?P.event(n):n)}}}function ot(t,n,e,r,o,i,s,a,u,d){
var l,p,y,h,m,R,v,k,_,B,E,tt,Ht,Ee,Z,Vt,G,ee,j=n.type;if(n.constructor!==pe)return null;128&e.__u&&(u=32&e.__u,l=e.__c.__z)&&
(n.__u|=u,p=i=[],l.nodeType==8?a=Me(l,i):i.push(l),a=i[0]||a),(l=P.__b)&&l(n);e:if(typeof j=="function"){y=s.length;try{
if(k=n.props,_=(l=j.prototype)&&l.render,B=(l=j.contextType)&&r[l.__c],E=l?B?B.props.value:l.__:r,(h=e.__c)?(n.__c=h,2&h.
__g&&(h.__g|=1)):(_?n.__c=h=new j(k,E):(n.__c=h=new Be(k,E),h.constructor=j,h.render=gs),B&&B.sub(h),h.state||(h.state={}),
h.__n=r,h.__g|=8,h.__h=[],h.__k=[]),_&&(h.__s||(h.__s=h.state),j.getDerivedStateFromProps&&(h.__s==h.state&&(h.__s=ne({},
h.__s)),ne(h.__s,j.getDerivedStateFromProps(k,h.__s)))),m=h.props,R=h.state,h.__v=n,e.__c){if(k!==m&&_&&!j.getDerivedStateFromProps&&
h.componentWillReceiveProps&&h.componentWillReceiveProps(k,E),n.__v==e.__v&&!(8&h.__g)||!(4&h.__g)&&h.shouldComponentUpdate&&
h.shouldComponentUpdate(k,h.__s,E)===!1){n.__v!=e.__v&&(h.props=k,h.state=h.__s,h.__g&=-9),n.__e=e.__e,n.__k=e.__k,n.__k.
some(function(U){U&&(U.__=n)}),Ue.push.apply(h.__h,h.__k),h.__k=[],h.__h.length&&s.push(h),a=J(e);break e}h.componentWillUpdate&&
h.componentWillUpdate(k,h.__s,E),_&&h.componentDidUpdate&&h.__h.push(function(){h.componentDidUpdate(m,R,v)})}else _&&!j.
getDerivedStateFromProps&&h.componentWillMount&&h.componentWillMount(),_&&h.componentDidMount&&h.__h.push(h.componentDidMount);
h.context=E,h.props=k,h.__P=t,h.__g&=-5,tt=P.__r,Ht=_?25:0;do h.__g&=-9,tt&&tt(n),l=h.render(h.props,h.state=h.__s,h.context);while(8&
h.__g&&++Ht<25);_&&(Ue.push.apply(h.__h,h.__k),h.__k=[]),h.state=h.__s,h.getChildContext&&(r=ne({},r,h.getChildContext())),
_&&e.__c&&h.getSnapshotBeforeUpdate&&(v=h.getSnapshotBeforeUpdate(m,R)),Ee=l&&l.type===A&&l.key==null?l.props.children:l,
k.__P&&(l=a,o=(t=k.__P).namespaceURI,u=i=null,e.props&&e.props.__P!=t&&(e.__k.some(function(U){U&&ct(U,U)}),e.__k=null),
a=e.__k?J(e,0):null),a=en(t,it(Ee)?Ee:[Ee],n,e,r,o,i,s,a,u,d),k.__P&&(n.__e=null,a=l),n.__u&=-161,p&&p.some(te),h.__h.length&&
s.push(h),1&h.__g&&(h.__g&=-4)}catch(U){if(s.length=y,n.__v=null,u||i)if(U&&U.then){if(n.__u|=128|u,i){for(~(G=i.indexOf(
a||void 0))||(G=i.length);(ee=i[G-1])&&ee.nodeType==8;)G--;for(;G<i.length;G++)if(ee=i[G])if(i[G]=null,Z){if(ee==Vt)break}else{
if(ee.nodeType!=8)break;ee.data.startsWith("$s")&&(Vt=Me(Z=ee))}}if(!Z){for(;a&&a.nodeType==8&&a.nextSibling;)a=a.nextSibling;
Z=a}(l=Me(Z=n.__c.__z||(n.__c.__z=Z)))?(n.__e=Z,a=l):n.__e=a,a=a&&a.nextSibling}else i&&i.some(te);else n.__e=e.__e;n.__k||
(n.__k=e.__k||[]),U&&U.then||nn(n),P.__e(U,n,e)}}else a=n.__e=bs(e.__e,n,e,r,o,i,s,u,d,t);return(l=P.diffed)&&l(n),a}function Me(t,n){
if(t&&t.nodeType==8&&t.data.startsWith("$s"))for(var e=1;t=t.nextSibling;){if(t.nodeType==8){if(t.data.startsWith("$s"))
e++;else if(t.data.startsWith("/$s")&&!--e)return t}n&&n.push(t)}}function nn(t){t&&(t.__c&&(t.__c.__g|=4),t.__k&&t.__k.
some(nn))}function rn(t,n,e){for(var r=0;r<e.length;)at(e[r++],e[r++],e[r++]);P.__c&&P.__c(n,t),t.some(function(o){try{t=
o.__h,o.__h=[],t.some(function(i){i.call(o)})}catch(i){P.__e(i,o.__v)}})}function bs(t,n,e,r,o,i,s,a,u,d){var l,p,y,h,m,
R,v,k,_=e.props||$e,B=n.props,E=n.type;if(E=="svg"?o="http://www.w3.org/2000/svg":E=="math"?o="http://www.w3.org/1998/Ma\
th/MathML":o||(o="http://www.w3.org/1999/xhtml"),i){for(l=0;l<i.length;l++)if((m=i[l])&&(E?m.localName==E:m.nodeType==3)){
t=m,i[l]=null;break}}if(!t){if(k=d.ownerDocument||document,!E)return k.createTextNode(B);t=k.createElementNS(o,E,B.is?B:
d),a&&(P.__m&&P.__m(n,i),a=!1),i=null}if(E){if(d=E=="template"&&t.content||t,i=E=="textarea"&&B.defaultValue!=null?null:
i&&Yt.call(d.childNodes),!a&&i)for(_={},l=0;l<t.attributes.length;l++)_[(m=t.attributes[l]).name]=m.value;for(l in _)m=_[l],
l=="dangerouslySetInnerHTML"?y=m:l=="children"||l in B||l=="value"&&"defaultValue"in B||l=="checked"&&"defaultChecked"in
B||Se(t,l,null,m,o);for(l in B)m=B[l],l=="children"?h=m:l=="dangerouslySetInnerHTML"?p=m:l=="value"?R=m:l=="checked"?v=m:
a&&typeof m!="function"||_[l]===m||Se(t,l,m,_[l],o);p?(a||y&&(p.__html==y.__html||p.__html==t.innerHTML)||(t.innerHTML=p.
__html),n.__k=[]):(y&&(t.textContent=""),(E=="foreignObject"||o=="http://www.w3.org/1998/Math/MathML"&&ds.test(E))&&(o="\
http://www.w3.org/1999/xhtml"),en(d,it(h)?h:[h],n,e,r,o,i,s,i?i[0]:e.__k&&J(e,0),a,u),i&&i.some(te)),a&&E!="textarea"||(l=
"value",E=="progress"&&R==null?t.removeAttribute(l):R==null||R===t[l]&&(E!="progress"||R)||Se(t,l,R,_[l],o),l="checked",
v!=null&&v!=t[l]&&Se(t,l,v,_[l],o))}else _===B||a&&t.data==B||(t.data=B);return t}function at(t,n,e,r){try{typeof t=="fu\
nction"?n?n.__x=t(n)||1:r&&(r=r.__c||r.__e)&&(n=r.__x)&&(r.__x=null,typeof n=="function"?n():t(null)):t.current=n}catch(o){
P.__e(o,e)}}function ct(t,n,e){var r,o,i,s;if(P.unmount&&P.unmount(t),!(r=t.ref)||r.current&&r.current!=t.__e||at(r,null,
n,t),r=t.__c){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(a){P.__e(a,n)}r.__P=r.__n=null}if(r=t.__k)for(s=
0;s<r.length;s++)r[s]&&ct(r[s],n,typeof t.type!="function"||e&&!t.props.__P);!e&&(r=t.__c)&&(r=r.__z)&&(o=Me(r,i=[]))&&(r==
t.__e&&i.some(te),te(o),te(r)),e||te(t.__e),t.__e=t.__c=t.__=null}function gs(t,n,e){return this.constructor(t,e)}function sn(t,n){
var e,r,o,i;P.__&&P.__(t,n),n.nodeType==9&&(n=n.documentElement),r=(e=t&&32&t.__u)?null:n.__k,n.__k=Te(A,{children:[t]}),
o=[],i=[],ot(n,n.__k,r||$e,$e,n.namespaceURI,r?null:n.firstChild?Yt.call(n.childNodes):null,o,r?r.__e:n.firstChild,e,i),
rn(o,n.__k,i),n.__k.props.children=null}P={__e:function(t,n,e,r){for(var o,i,s;n=n.__;)if((o=n.__c)&&!(1&o.__g)){o.__g|=4;try{if((s=(i=o.constructor)&&i.getDerivedStateFromError)&&
o.setState(i.getDerivedStateFromError(t)),o.componentDidCatch&&(o.componentDidCatch(t,r||{}),s=1),s&&8&o.__g)return void(o.
__g|=2)}catch(a){t=a}}throw qe=0,t}},Jt=0,cs=function(t){return t!=null&&t.constructor===pe},Be.prototype.setState=function(t,n){
var e=this.__s;e&&e!=this.state||(e=this.__s=ne({},this.state)),typeof t=="function"&&(t=t(ne({},e),this.props)),t&&(ne(
e,t),this.__v&&(n&&this.__k.push(n),Gt(this)))},Be.prototype.forceUpdate=function(t){this.__v&&(this.__g|=4,t&&this.__h.
push(t),Gt(this))},Be.prototype.render=A,z=[],qe=0,Kt=function(t,n){return t.__v.__b-n.__v.__b},Ce=Symbol(),Xt=/(PointerCapture)$|Capture$/i,
st=0,rt={},us=0;var Ie=class{#e=!1;#t=new AbortController;get offline(){return this.#e}set offline(n){this.#e=n,n&&(this.#t.abort(new TypeError(
"the offline switch is on")),this.#t=new AbortController),globalThis.dispatchEvent(new Event(n?"offline":"online"))}fetch=async(n,e={})=>{
if(this.#e)throw new TypeError("the offline switch is on");let r=[this.#t.signal,...e.signal?[e.signal]:[]];return fetch(
n,{...e,signal:AbortSignal.any(r)})}};var oe,C,ut,on,dt=Object.is,Ae=0,bn=[],lt=[],S=P,an=S.__b,cn=S.__r,un=S.diffed,dn=S.__c,ln=S.unmount,hn=S.__;function Ne(t,n){
S.__h&&S.__h(C,t,Ae||n),Ae=0;var e=C.__H||(C.__H={__:[],__h:[]});return t>=e.__.length&&e.__.push({}),e.__[t]}function x(t){
return Ae=1,ft(gn,t)}function ft(t,n,e){var r=Ne(oe++,2);if(r.t=t,!r.__c&&(r.__=[e?e(n):gn(void 0,n),function(i){var s=(r.
__N||r.__)[0],a=r.t(s,i);dt(s,a)||(r.__N=[a,r.__[1]],r.__c.setState({}))}],r.__c=C,!C.__f)){C.__f=!0;var o=C.shouldComponentUpdate;
C.shouldComponentUpdate=function(i,s,a){var u=this.__H;if(!u)return!0;var d=!1,l=this.props!=i;if(u.__.some(function(y){
y.__N&&(d=!0,dt(y.__[0],y.__N[0])||(l=!0))}),o){var p=o.call(this,i,s,a);return d?p||l:p}return!d||l}}return r.__}function T(t,n){
var e=Ne(oe++,3);!S.__s&&pt(e.__H,n)&&(e.__P=!0,e.__=t,e.u=n,C.__H.__h.push(e))}function Fe(t,n){var e=Ne(oe++,4);!S.__s&&
pt(e.__H,n)&&(e.__P=!1,e.__=t,e.u=n,C.__h.push(e))}function O(t){return Ae=5,ms(function(){return{current:t}},[])}function ms(t,n){var e=Ne(oe++,7);return pt(e.__H,n)&&(e.__=t(),e.__H=n),e.__}function ys(){var t;do{for(;t=lt.shift();)try{be(t)}catch(e){S.__e(e,{__:(t=t.__P)&&t.__v})}for(;t=bn.shift();){var n=t.
__H;if(t.__P&&n)try{n.__h.some(be),n.__h.some(ht),n.__h=[]}catch(e){n.__h=[],S.__e(e,t.__v)}}}while(lt.length)}S.__b=function(t){
C=null,an&&an(t)},S.__=function(t,n){t&&n.__k&&n.__k.__m&&(t.__m=n.__k.__m),hn&&hn(t,n)},S.__r=function(t){cn&&cn(t),oe=
0;var n=(C=t.__c).__H;n&&(ut==C?C.__h=[]:(n.__h.some(be),n.__h.some(ht),oe=0),n.__h=[],n.__.some(function(e){e.__N&&(e.__=
e.__N),e.u=e.__N=void 0})),ut=C},S.diffed=function(t){un&&un(t);var n=t.__c;n&&n.__H&&(n.__H.__h.length&&pn(bn.push(n)),
n.__H.__.some(function(e){e.u&&(e.__H=e.u)})),ut=C=null},S.__c=function(t,n){n.some(function(e){try{e.__h.some(be),e.__h=
e.__h.filter(function(r){return!r.__||ht(r)})}catch(r){e.__h=[function(){throw r}]}}),dn&&dn(t,n)},S.unmount=function(t){
ln&&ln(t);var n,e,r=t.__c;r&&r.__H&&(r.__H.__.some(function(o){try{if(o.__P&&o.__c){if(e===void 0){for(e=t.__;e&&(!e.__c||
!e.__c.__P);)e=e.__;e=e&&e.__c}o.__P=e,pn(lt.push(o))}else be(o)}catch(i){n=i}}),r.__H=void 0,n&&S.__e(n,r.__v))};var fn=typeof requestAnimationFrame==
"function";function ws(t){var n,e=function(){clearTimeout(r),fn&&cancelAnimationFrame(n),setTimeout(t)},r=setTimeout(e,35);
fn&&(n=requestAnimationFrame(e))}function pn(t){t!=1&&on==S.requestAnimationFrame||((on=S.requestAnimationFrame)||ws)(ys)}
function be(t){var n=C,e=t.__c;typeof e=="function"&&(t.__c=void 0,e()),C=n}function ht(t){var n=C;t.__c=t.__(),C=n}function pt(t,n){
return!t||t.length!=n.length||n.some(function(e,r){return!dt(e,t[r])})}function gn(t,n){return typeof n=="function"?n(t):
n}var D={Timeout:1,TransportClosed:2,Disconnected:3,ConnectionToken:5,Unsubscribed:7,SubscriptionToken:8,Invalid:9,NotAccepted:10,
Buffered:11,Refused:12,State:13,SharingConflict:14},M=class extends Error{name="FanwireError";code;temporary;constructor(t,n,e=!1,r){
super(n,r===void 0?void 0:{cause:r}),this.code=t,this.temporary=e}},X=class extends Error{name="UnauthorizedError"};function ce(t){
return t instanceof Error?t.message:String(t)}function _s(){let t=this.buf,n=this.pos,e=0,r=0;for(let i=0;i<28;i+=7){let s=t[n++];
if(e|=(s&127)<<i,(s&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}let o=t[n++];if(e|=
(o&15)<<28,r=(o&112)>>4,(o&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}for(let i=3;i<=
31;i+=7){let s=t[n++];if(r|=(s&127)<<i,(s&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}
throw new Error("invalid varint")}var We=4294967296;function mn(t){let n=t[0]==="-";n&&(t=t.slice(1));let e=1e6,r=0,o=0;
function i(s,a){let u=Number(t.slice(s,a));o*=e,r=r*e+u,r>=We&&(o=o+(r/We|0),r=r%We)}return i(-24,-18),i(-18,-12),i(-12,
-6),i(-6),n?Bn(r,o):_t(r,o)}function vs(t,n){let e=_t(t,n),r=e.hi&2147483648;r&&(e=Bn(e.lo,e.hi));let o=Tn(e.lo,e.hi);return r?
"-"+o:o}function Tn(t,n){if({lo:t,hi:n}=Ps(t,n),n<=2097151)return String(We*n+t);let e=t&16777215,r=(t>>>24|n<<8)&16777215,
o=n>>16&65535,i=e+r*6777216+o*6710656,s=r+o*8147497,a=o*2,u=1e7;return i>=u&&(s+=Math.floor(i/u),i%=u),s>=u&&(a+=Math.floor(
s/u),s%=u),a.toString()+yn(s)+yn(i)}function Ps(t,n){return{lo:t>>>0,hi:n>>>0}}function _t(t,n){return{lo:t|0,hi:n|0}}function Bn(t,n){
return n=~n,t?t=~t+1:n+=1,_t(t,n)}var yn=t=>{let n=String(t);return"0000000".slice(n.length)+n};function ks(){let t=this.
buf[this.pos++];if((t&128)===0)return this.assertBounds(),t;let n=t&127;if(t=this.buf[this.pos++],n|=(t&127)<<7,(t&128)===
0)return this.assertBounds(),n;if(t=this.buf[this.pos++],n|=(t&127)<<14,(t&128)===0)return this.assertBounds(),n;if(t=this.
buf[this.pos++],n|=(t&127)<<21,(t&128)===0)return this.assertBounds(),n;t=this.buf[this.pos++],n|=(t&15)<<28;for(let e=5;(t&
128)!==0&&e<10;e++)t=this.buf[this.pos++];if((t&128)!==0)throw new Error("invalid varint");return this.assertBounds(),n>>>
0}var F=Rs();function Rs(){let t=new DataView(new ArrayBuffer(8));if(typeof BigInt=="function"&&typeof t.getBigInt64=="f\
unction"&&typeof t.getBigUint64=="function"&&typeof t.setBigInt64=="function"&&typeof t.setBigUint64=="function"&&(globalThis.
Deno||globalThis.Bun||typeof process!="object"||typeof process.env!="object"||process.env.BUF_BIGINT_DISABLE!=="1")){let n=BigInt(
"-9223372036854775808"),e=BigInt("9223372036854775807"),r=BigInt("0"),o=BigInt("18446744073709551615");return{zero:BigInt(
0),supported:!0,parse(i){let s=typeof i=="bigint"?i:BigInt(i);if(s>e||s<n)throw new Error(`invalid int64: ${i}`);return s},
uParse(i){let s=typeof i=="bigint"?i:BigInt(i);if(s>o||s<r)throw new Error(`invalid uint64: ${i}`);return s},enc(i){return t.
setBigInt64(0,this.parse(i),!0),{lo:t.getInt32(0,!0),hi:t.getInt32(4,!0)}},uEnc(i){return t.setBigInt64(0,this.uParse(i),
!0),{lo:t.getInt32(0,!0),hi:t.getInt32(4,!0)}},dec(i,s){return t.setInt32(0,i,!0),t.setInt32(4,s,!0),t.getBigInt64(0,!0)},
uDec(i,s){return t.setInt32(0,i,!0),t.setInt32(4,s,!0),t.getBigUint64(0,!0)}}}return{zero:"0",supported:!1,parse(n){return typeof n!=
"string"&&(n=n.toString()),wn(n),n},uParse(n){return typeof n!="string"&&(n=n.toString()),_n(n),n},enc(n){return typeof n!=
"string"&&(n=n.toString()),wn(n),mn(n)},uEnc(n){return typeof n!="string"&&(n=n.toString()),_n(n),mn(n)},dec(n,e){return vs(
n,e)},uDec(n,e){return Tn(n,e)}}}function wn(t){if(!/^-?[0-9]+$/.test(t))throw new Error("invalid int64: "+t)}function _n(t){
if(!/^[0-9]+$/.test(t))throw new Error("invalid uint64: "+t)}var yt;function Ds(t){var n;yt=Object.assign(Object.assign(
{},t),{encodeUtf8Into:(n=t.encodeUtf8Into)!==null&&n!==void 0?n:qn(t.encodeUtf8.bind(t))})}function Mn(){if(!yt){let t=globalThis;
if(!t.TextEncoder||!t.TextDecoder)throw new Error("encoding API missing: install TextEncoder and TextDecoder on globalTh\
is");let n=new t.TextEncoder,e=new t.TextDecoder("utf-8",{ignoreBOM:!0}),r,o={encodeUtf8(s){return n.encode(s)},decodeUtf8(s,a){
return a?(r||(r=new t.TextDecoder("utf-8",{fatal:!0,ignoreBOM:!0})),r.decode(s)):e.decode(s)},checkUtf8(s){try{return encodeURIComponent(
s),!0}catch{return!1}}};n.encodeInto&&(o.encodeUtf8Into=n.encodeInto.bind(n));let i=String.prototype.isWellFormed;i&&(o.
checkUtf8=s=>i.call(s)),Ds(o)}return yt}function qn(t){return(n,e)=>{let r=t(n);return e.set(r),{written:r.byteLength}}}
var K;(function(t){t[t.Varint=0]="Varint",t[t.Bit64=1]="Bit64",t[t.LengthDelimited=2]="LengthDelimited",t[t.StartGroup=3]=
"StartGroup",t[t.EndGroup=4]="EndGroup",t[t.Bit32=5]="Bit32"})(K||(K={}));var xs=4294967295,Es=2147483647,Ss=-2147483648,
g=class{constructor(t){this.stackPos=[],this.encodeUtf8Into=t?qn(t):Mn().encodeUtf8Into,this.buffer=$n,this.viewCache=Ts,
this.pos=0}ensureCapacity(t){let n=this.pos+t;if(n>this.buffer.length){let e=this.buffer.length||Cs;for(;e<n;)e*=2;let r=new Uint8Array(
e);this.pos>0&&r.set(this.buffer),this.buffer=r}}view(){let t=this.buffer,n=this.viewCache;if(n.byteLength===t.byteLength)
return n;let e=new DataView(t.buffer);return this.viewCache=e,e}finish(){let t=this.buffer.slice(0,this.pos);return this.
pos=0,this.stackPos=[],t}fork(){return this.stackPos.push(this.pos),this.ensureCapacity(ge),this.buffer[this.pos++]=0,this}join(){
let t=this.stackPos.pop();if(t===void 0)throw new Error("invalid state, fork stack empty");let n=this.pos-t-ge,e=bt(n);return e>
ge&&(this.ensureCapacity(e-ge),this.buffer.copyWithin(t+e,t+ge,this.pos)),this.pos=t,this.uint32(n),this.pos+=n,this}tag(t,n){
return this.uint32((t<<3|n)>>>0)}raw(t){return this.ensureCapacity(t.length),this.buffer.set(t,this.pos),this.pos+=t.length,
this}uint32(t){if(vn(t),this.ensureCapacity(5),t<128)return this.buffer[this.pos++]=t,this;for(;t>127;)this.buffer[this.
pos++]=t&127|128,t>>>=7;return this.buffer[this.pos++]=t,this}int32(t){if(gt(t),t>=0)return this.uint32(t);this.ensureCapacity(
10);for(let n=0;n<9;n++)this.buffer[this.pos++]=t&127|128,t>>=7;return this.buffer[this.pos++]=1,this}bool(t){return this.
ensureCapacity(1),this.buffer[this.pos++]=t?1:0,this}bytes(t){return this.uint32(t.byteLength),this.raw(t)}string(t){typeof t!=
"string"&&(t=String(t));let n=t.length;if(n<=Un){this.ensureCapacity(n+1);let a=this.buffer,u=this.pos;a[u++]=n;let d=0;
for(;d<n;d++){let l=t.charCodeAt(d);if(l>127)break;a[u++]=l}if(d==n)return this.pos=u,this}this.ensureCapacity(n*3+5);let e=bt(
n),r=this.buffer,o=this.pos,{written:i}=this.encodeUtf8Into(t,r.subarray(o+e)),s=bt(i);return s!=e&&r.copyWithin(o+s,o+e,
o+e+i),this.uint32(i),this.pos+=i,this}float(t){return Bs(t),this.ensureCapacity(4),this.view().setFloat32(this.pos,t,!0),
this.pos+=4,this}double(t){return this.ensureCapacity(8),this.view().setFloat64(this.pos,t,!0),this.pos+=8,this}fixed32(t){
return vn(t),this.ensureCapacity(4),this.view().setUint32(this.pos,t,!0),this.pos+=4,this}sfixed32(t){return gt(t),this.
ensureCapacity(4),this.view().setInt32(this.pos,t,!0),this.pos+=4,this}sint32(t){return gt(t),this.uint32((t<<1^t>>31)>>>
0)}sfixed64(t){let n=F.enc(t);this.ensureCapacity(8);let e=this.view();return e.setInt32(this.pos,n.lo,!0),e.setInt32(this.
pos+4,n.hi,!0),this.pos+=8,this}fixed64(t){let n=F.uEnc(t);this.ensureCapacity(8);let e=this.view();return e.setInt32(this.
pos,n.lo,!0),e.setInt32(this.pos+4,n.hi,!0),this.pos+=8,this}int64(t){let n=F.enc(t);return this.writeVarint64(n.lo,n.hi)}sint64(t){
let n=F.enc(t),e=n.hi>>31,r=n.lo<<1^e,o=(n.hi<<1|n.lo>>>31)^e;return this.writeVarint64(r,o)}uint64(t){let n=F.uEnc(t);return this.
writeVarint64(n.lo,n.hi)}writeVarint64(t,n){this.ensureCapacity(10);let e=this.buffer,r=this.pos;for(let s=0;s<28;s=s+7){
let a=t>>>s,u=!(!(a>>>7)&&n==0);if(e[r++]=(u?a|128:a)&255,!u)return this.pos=r,this}let o=t>>>28&15|(n&7)<<4,i=n>>3!=0;if(e[r++]=
(i?o|128:o)&255,!i)return this.pos=r,this;for(let s=3;s<31;s=s+7){let a=n>>>s,u=!!(a>>>7);if(e[r++]=(u?a|128:a)&255,!u)return this.
pos=r,this}return e[r++]=n>>>31&1,this.pos=r,this}},Cs=128,ge=1,$n=new Uint8Array(0),Ts=new DataView($n.buffer),Un=32;function bt(t){
return t<128?1:t<16384?2:t<2097152?3:t<268435456?4:5}var b=class{constructor(t,n=Mn().decodeUtf8){this.decodeUtf8=n,this.
varint64Lo=0,this.varint64Hi=0,this.varint64=_s,this.uint32=ks,this.buf=t,this.len=t.length,this.pos=0,this.view=new DataView(
t.buffer,t.byteOffset,t.byteLength)}tag(){let t=this.pos,n=this.uint32(),e=this.pos-t;if(e>5||e==5&&this.buf[this.pos-1]>
15)throw new Error("illegal tag: varint overflows uint32");let r=n>>>3,o=n&7;if(r<=0||o>5)throw new Error("illegal tag: \
field no "+r+" wire type "+o);return[r,o]}skip(t,n,e=100){let r=this.pos;switch(t){case K.Varint:for(;this.buf[this.pos++]&
128;);break;case K.Bit64:this.pos+=4;case K.Bit32:this.pos+=4;break;case K.LengthDelimited:let o=this.uint32();this.pos+=
o;break;case K.StartGroup:if(e<=0)throw new Error("maximum recursion depth reached");for(;;){let[i,s]=this.tag();if(s===
K.EndGroup){if(n!==void 0&&i!==n)throw new Error("invalid end group tag");break}this.skip(s,i,e-1)}break;default:throw new Error(
"cant skip wire type "+t)}return this.assertBounds(),this.buf.subarray(r,this.pos)}assertBounds(){if(this.pos>this.len)throw new RangeError(
"premature EOF")}int32(){return this.uint32()|0}sint32(){let t=this.uint32();return t>>>1^-(t&1)}int64(){return this.varint64(),
F.dec(this.varint64Lo,this.varint64Hi)}uint64(){return this.varint64(),F.uDec(this.varint64Lo,this.varint64Hi)}sint64(){
this.varint64();let t=this.varint64Lo,n=this.varint64Hi,e=-(t&1);return t=(t>>>1|(n&1)<<31)^e,n=n>>>1^e,F.dec(t,n)}bool(){
let t=this.buf[this.pos];return t<128?(this.pos++,t!==0):(this.varint64(),this.varint64Lo!==0||this.varint64Hi!==0)}fixed32(){
return this.view.getUint32((this.pos+=4)-4,!0)}sfixed32(){return this.view.getInt32((this.pos+=4)-4,!0)}fixed64(){return F.
uDec(this.sfixed32(),this.sfixed32())}sfixed64(){return F.dec(this.sfixed32(),this.sfixed32())}float(){return this.view.
getFloat32((this.pos+=4)-4,!0)}double(){return this.view.getFloat64((this.pos+=8)-8,!0)}bytes(){let t=this.uint32(),n=this.
pos;return this.pos+=t,this.assertBounds(),this.buf.subarray(n,n+t)}string(t){let n=this.uint32(),e=this.pos;this.pos+=n,
this.assertBounds();let r=this.buf;if(n<=Un){let o=new Array(n);for(let i=0;i<n;i++){let s=r[e+i];if(s>127)return this.decodeUtf8(
r.subarray(e,this.pos),t);o[i]=s}return String.fromCharCode.apply(String,o)}return this.decodeUtf8(r.subarray(e,this.pos),
t)}};function gt(t){if(typeof t=="string")t=Number(t);else if(typeof t!="number")throw new Error("invalid int32: "+typeof t);
if(!Number.isInteger(t)||t>Es||t<Ss)throw new Error("invalid int32: "+t)}function vn(t){if(typeof t=="string")t=Number(t);else if(typeof t!=
"number")throw new Error("invalid uint32: "+typeof t);if(!Number.isInteger(t)||t>xs||t<0)throw new Error("invalid uint32\
: "+t)}function Bs(t){if(typeof t=="string"){let n=t;if(t=Number(t),Number.isNaN(t)&&n!=="NaN")throw new Error("invalid \
float32: "+n)}else if(typeof t!="number")throw new Error("invalid float32: "+typeof t);if(!Number.isFinite(Math.fround(t))&&
Number.isFinite(t))throw new Error("invalid float32: "+t)}var In=(t=>(t[t.UNSPECIFIED=0]="UNSPECIFIED",t[t.NOT_REQUESTED=
1]="NOT_REQUESTED",t[t.RECOVERED=2]="RECOVERED",t[t.EPOCH_CHANGED=3]="EPOCH_CHANGED",t[t.TRIMMED=4]="TRIMMED",t[t.LIMIT_EXCEEDED=
5]="LIMIT_EXCEEDED",t[t.INVALID_POSITION=6]="INVALID_POSITION",t[t.HISTORY_OFF=7]="HISTORY_OFF",t))(In||{});function Ms(){
return{code:0,message:"",temporary:!1}}var An={encode(t,n=new g){throw new Error("encode not generated for PbError")},decode(t,n){
let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ms();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{if(s!==18)break;i.message=e.string();continue}case 3:{
if(s!==24)break;i.temporary=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function qs(){return{user:"",client:"",connInfo:new Uint8Array(0),chanInfo:new Uint8Array(0)}}var Oe={encode(t,n=new g){
throw new Error("encode not generated for PbClientInfo")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=qs();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.user=e.string();continue}case 2:{
if(s!==18)break;i.client=e.string();continue}case 3:{if(s!==26)break;i.connInfo=e.bytes();continue}case 4:{if(s!==34)break;
i.chanInfo=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function $s(){
return{data:new Uint8Array(0),info:void 0,offset:0n,tags:new Map,delta:!1,time:0n,channel:"",key:"",removed:!1,score:0n,
epoch:"",version:0n}}var vt={encode(t,n=new g){throw new Error("encode not generated for PbPublication")},decode(t,n){let e=t instanceof
b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=$s();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 4:{
if(s!==34)break;i.data=e.bytes();continue}case 5:{if(s!==42)break;i.info=Oe.decode(e,e.uint32());continue}case 6:{if(s!==
48)break;i.offset=e.uint64();continue}case 7:{if(s!==58)break;let a=Is.decode(e,e.uint32());a.value!==void 0&&i.tags.set(
a.key,a.value);continue}case 8:{if(s!==64)break;i.delta=e.bool();continue}case 9:{if(s!==72)break;i.time=e.int64();continue}case 10:{
if(s!==82)break;i.channel=e.string();continue}case 11:{if(s!==90)break;i.key=e.string();continue}case 12:{if(s!==96)break;
i.removed=e.bool();continue}case 13:{if(s!==104)break;i.score=e.sint64();continue}case 14:{if(s!==114)break;i.epoch=e.string();
continue}case 16:{if(s!==128)break;i.version=e.uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function Us(){return{key:"",value:""}}var Is={encode(t,n=new g){throw new Error("encode not \
generated for PbPublication_TagsEntry")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)
throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.
len:e.pos+n,i=Us();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{
if(s!==18)break;i.value=e.string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function As(){return{offset:0n,epoch:""}}var Nn={encode(t,n=new g){if(t.offset!==0n){if(BigInt.asUintN(64,t.offset)!==
t.offset)throw new globalThis.Error("value provided for field message.offset of type uint64 too large");n.uint32(8).uint64(
t.offset)}return t.epoch!==""&&n.uint32(18).string(t.epoch),n},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=As();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.offset=e.uint64();continue}case 2:{
if(s!==18)break;i.epoch=e.string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}},Fn={encode(t,n=new g){t.op!==""&&n.uint32(10).string(t.op),t.key!==""&&n.uint32(18).string(t.key),t.cmp!==""&&n.uint32(
26).string(t.cmp),t.val!==""&&n.uint32(34).string(t.val);for(let e of t.vals)n.uint32(42).string(e);for(let e of t.nodes)
Fn.encode(e,n.uint32(50).fork()).join();return n},decode(t,n){throw new Error("decode not generated for PbFilterNode")}};
function Pt({code:t,message:n,temporary:e}){return new M(t,n,e)}function kt(t,n){let{data:e,offset:r,time:o,tags:i,info:s,
version:a}=n;return{channel:n.channel||t,data:e,offset:r,time:Number(o),tags:i,info:s,version:a}}function Ns(t){return t??
{user:"",client:"",connInfo:new Uint8Array,chanInfo:new Uint8Array}}function He({recovery:t,recovered:n,wasRecovering:e}){
return t===0&&n?"RECOVERED":t===0&&!e?"NOT_REQUESTED":In[t]??"UNSPECIFIED"}function Wn(t,n){let{epoch:e,offset:r,recoverable:o,
positioned:i,wasRecovering:s,data:a}=n,u=He(n);return{channel:t,position:e===""?void 0:{epoch:e,offset:r},recoverable:o,
positioned:i,wasRecovering:s,recovered:u==="RECOVERED",outcome:u,data:a}}function Ln(t,n,e){if(e.$case==="join"||e.$case===
"leave")t.emit(e.$case,{channel:n,info:Ns(e.value.info)});else if(e.$case==="gap"){let{from:r,to:o,epoch:i,count:s}=e.value;
t.emit("gap",{channel:n,from:r,to:o,epoch:i,count:s})}}var jn=new Uint8Array;function Ve(t){return t===void 0?jn:t instanceof
ArrayBuffer?new Uint8Array(t):ArrayBuffer.isView(t)?new Uint8Array(t.buffer,t.byteOffset,t.byteLength):new TextEncoder().
encode(typeof t=="string"?t:JSON.stringify(t))}function Ge(t){return new TextDecoder().decode(t)}function we(t){return JSON.
parse(Ge(t))}var Fs=class{constructor(t){this.call=t}call;async publish(t,n,e={}){let r={channel:t,data:Ve(n),idempotencyKey:e.
idempotencyKey??""};return this.#e({$case:"publish",value:r},"publish")}async history(t,n={}){let{limit:e=0,since:r,reverse:o=!1}=n,
i=await this.#e({$case:"history",value:{channel:t,limit:e,since:r,reverse:o}},"history");return{publications:i.publications.
map(s=>kt(t,s)),position:{offset:i.offset,epoch:i.epoch},truncated:i.truncated}}async presence(t){let{presence:n,truncated:e}=await this.#e(
{$case:"presence",value:{channel:t}},"presence");return{clients:n,truncated:e}}async presenceStats(t){let{numClients:n,numUsers:e}=await this.#e(
{$case:"presenceStats",value:{channel:t}},"presenceStats");return{clients:n,users:e}}async#e(t,n){let e=await this.call(
t);if(e.$case!==n)throw new TypeError(`${n} was answered with ${e.$case}`);return e.value}},W={connectCalled:0,transportClosed:1,
noPing:2,subscribeTimeout:3},Le={disconnectCalled:0,unauthorized:1,refused:2},Pn={subscribeCalled:0,transportClosed:1},mt={
unsubscribeCalled:0,unauthorized:1},Ws=105,On=109,Ls=2501,kn=2502,js=3005,Os=3014;function Hs(t){return!(t>=3500&&t<4e3||
t>=4500&&t<5e3)}function Vs(t){return t===js||t===Os}function Hn(t){return t>=2500}var Rt=class{constructor(t,n){this.min=
t,this.max=n}min;max;#e=0;next(){let t=Math.min(this.max,this.min*2**this.#e);return t<this.max&&this.#e++,Math.random()*
t}reset(){this.#e=0}},Dt="0.1.0",Gs=4n;function zs(t,n,e,r){return{token:n,data:Ve(t.data),subs:r,name:t.name??"js",version:t.
version??Dt,headers:new Map(Object.entries(t.headers??{})),flag:0n,previousSession:e,gapSupport:!0}}function Vn(t,n,e,r){
return{channel:t,token:e,recover:r!==void 0,epoch:r?.epoch??"",offset:r?.offset??0n,data:Ve(n.data),positioned:n.positioned??
!1,recoverable:n.recoverable??!1,joinLeave:n.joinLeave??!1,delta:"",tf:n.tagsFilter&&Gn(n.tagsFilter),flag:0n,type:0}}function Js(t){
return{...Vn("",{},"",t),data:jn,flag:Gs}}function Gn(t){return{op:t.op??"",key:t.key??"",cmp:t.cmp??"",val:t.val??"",vals:t.
vals??[],nodes:(t.nodes??[]).map(Gn)}}var zn={encode(t,n=new g){if(t.token!==""&&n.uint32(10).string(t.token),t.data.length!==
0&&n.uint32(18).bytes(t.data),t.subs.forEach((e,r)=>{Ks.encode({key:r,value:e},n.uint32(26).fork()).join()}),t.name!==""&&
n.uint32(34).string(t.name),t.version!==""&&n.uint32(42).string(t.version),t.headers.forEach((e,r)=>{Xs.encode({key:r,value:e},
n.uint32(50).fork()).join()}),t.flag!==0n){if(BigInt.asIntN(64,t.flag)!==t.flag)throw new globalThis.Error("value provid\
ed for field message.flag of type int64 too large");n.uint32(56).int64(t.flag)}return t.previousSession!==""&&n.uint32(802).
string(t.previousSession),t.gapSupport!==!1&&n.uint32(808).bool(t.gapSupport),n},decode(t,n){throw new Error("decode not\
 generated for PbConnectRequest")}},Ks={encode(t,n=new g){return t.key!==""&&n.uint32(10).string(t.key),t.value!==void 0&&
Jn.encode(t.value,n.uint32(18).fork()).join(),n},decode(t,n){throw new Error("decode not generated for PbConnectRequest_\
SubsEntry")}},Xs={encode(t,n=new g){return t.key!==""&&n.uint32(10).string(t.key),t.value!==""&&n.uint32(18).string(t.value),
n},decode(t,n){throw new Error("decode not generated for PbConnectRequest_HeadersEntry")}};function Ys(){return{client:"",
version:"",expires:!1,ttl:0,data:new Uint8Array(0),subs:new Map,ping:0,pong:!1,session:"",node:"",time:0n,flag:0n,subErrors:new Map}}
var Qs={encode(t,n=new g){throw new Error("encode not generated for PbConnectResult")},decode(t,n){let e=t instanceof b?
t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ys();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=e.string();continue}case 3:{if(s!==24)break;
i.expires=e.bool();continue}case 4:{if(s!==32)break;i.ttl=e.uint32();continue}case 5:{if(s!==42)break;i.data=e.bytes();continue}case 6:{
if(s!==50)break;let a=ei.decode(e,e.uint32());a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 7:{if(s!==56)break;
i.ping=e.uint32();continue}case 8:{if(s!==64)break;i.pong=e.bool();continue}case 9:{if(s!==74)break;i.session=e.string();
continue}case 10:{if(s!==82)break;i.node=e.string();continue}case 11:{if(s!==88)break;i.time=e.int64();continue}case 12:{
if(s!==96)break;i.flag=e.int64();continue}case 100:{if(s!==802)break;let a=ni.decode(e,e.uint32());a.value!==void 0&&i.subErrors.
set(a.key,a.value);continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Zs(){
return{key:"",value:void 0}}var ei={encode(t,n=new g){throw new Error("encode not generated for PbConnectResult_SubsEntr\
y")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("proto\
buf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Zs();for(;e.pos<o;){
let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=xt.decode(
e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function ti(){
return{key:"",value:void 0}}var ni={encode(t,n=new g){throw new Error("encode not generated for PbConnectResult_SubError\
sEntry")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("\
protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ti();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=An.
decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},ri={encode(t,n=new g){
return t.token!==""&&n.uint32(10).string(t.token),n},decode(t,n){throw new Error("decode not generated for PbRefreshRequ\
est")}};function si(){return{client:"",version:"",expires:!1,ttl:0}}var ii={encode(t,n=new g){throw new Error("encode no\
t generated for PbRefreshResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=si();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==24)break;i.expires=e.bool();continue}case 4:{if(s!==32)break;i.ttl=e.uint32();continue}}
if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},Jn={encode(t,n=new g){if(t.channel!==
""&&n.uint32(10).string(t.channel),t.token!==""&&n.uint32(18).string(t.token),t.recover!==!1&&n.uint32(24).bool(t.recover),
t.epoch!==""&&n.uint32(50).string(t.epoch),t.offset!==0n){if(BigInt.asUintN(64,t.offset)!==t.offset)throw new globalThis.
Error("value provided for field message.offset of type uint64 too large");n.uint32(56).uint64(t.offset)}if(t.data.length!==
0&&n.uint32(66).bytes(t.data),t.positioned!==!1&&n.uint32(72).bool(t.positioned),t.recoverable!==!1&&n.uint32(80).bool(t.
recoverable),t.joinLeave!==!1&&n.uint32(88).bool(t.joinLeave),t.delta!==""&&n.uint32(98).string(t.delta),t.tf!==void 0&&
Fn.encode(t.tf,n.uint32(106).fork()).join(),t.flag!==0n){if(BigInt.asIntN(64,t.flag)!==t.flag)throw new globalThis.Error(
"value provided for field message.flag of type int64 too large");n.uint32(112).int64(t.flag)}return t.type!==0&&n.uint32(
120).int32(t.type),n},decode(t,n){throw new Error("decode not generated for PbSubscribeRequest")}};function oi(){return{
expires:!1,ttl:0,recoverable:!1,epoch:"",publications:[],recovered:!1,offset:0n,positioned:!1,data:new Uint8Array(0),wasRecovering:!1,
delta:!1,id:0n,recovery:0}}var xt={encode(t,n=new g){throw new Error("encode not generated for PbSubscribeResult")},decode(t,n){
let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=oi();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=e.uint32();continue}case 3:{
if(s!==24)break;i.recoverable=e.bool();continue}case 6:{if(s!==50)break;i.epoch=e.string();continue}case 7:{if(s!==58)break;
i.publications.push(vt.decode(e,e.uint32()));continue}case 8:{if(s!==64)break;i.recovered=e.bool();continue}case 9:{if(s!==
72)break;i.offset=e.uint64();continue}case 10:{if(s!==80)break;i.positioned=e.bool();continue}case 11:{if(s!==90)break;i.
data=e.bytes();continue}case 12:{if(s!==96)break;i.wasRecovering=e.bool();continue}case 13:{if(s!==104)break;i.delta=e.bool();
continue}case 14:{if(s!==112)break;i.id=e.int64();continue}case 100:{if(s!==800)break;i.recovery=e.int32();continue}}if((s&
7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},ai={encode(t,n=new g){return t.channel!==""&&
n.uint32(10).string(t.channel),t.token!==""&&n.uint32(18).string(t.token),n},decode(t,n){throw new Error("decode not gen\
erated for PbSubRefreshRequest")}};function ci(){return{expires:!1,ttl:0}}var ui={encode(t,n=new g){throw new Error("enc\
ode not generated for PbSubRefreshResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?
e.len:e.pos+n,i=ci();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{
if(s!==16)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}},di={encode(t,n=new g){return t.channel!==""&&n.uint32(10).string(t.channel),n},decode(t,n){throw new Error("decode \
not generated for PbUnsubscribeRequest")}};function li(){return{}}var hi={encode(t,n=new g){throw new Error("encode not \
generated for PbUnsubscribeResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=li();for(;e.
pos<o;){let s=e.uint32();if(s>>>3,(s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},fi={encode(t,n=new g){
return t.channel!==""&&n.uint32(10).string(t.channel),t.data.length!==0&&n.uint32(18).bytes(t.data),t.idempotencyKey!==""&&
n.uint32(802).string(t.idempotencyKey),n},decode(t,n){throw new Error("decode not generated for PbPublishRequest")}};function pi(){
return{offset:0n,epoch:"",duplicate:!1}}var bi={encode(t,n=new g){throw new Error("encode not generated for PbPublishRes\
ult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("pro\
tobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=pi();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 100:{if(s!==800)break;i.offset=e.uint64();continue}case 101:{if(s!==810)break;i.
epoch=e.string();continue}case 102:{if(s!==816)break;i.duplicate=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}
return i}finally{e.__tsProtoDecodeDepth=r}}},gi={encode(t,n=new g){return t.channel!==""&&n.uint32(10).string(t.channel),
n},decode(t,n){throw new Error("decode not generated for PbPresenceRequest")}};function mi(){return{presence:new Map,truncated:!1}}
var yi={encode(t,n=new g){throw new Error("encode not generated for PbPresenceResult")},decode(t,n){let e=t instanceof b?
t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=mi();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;let a=_i.decode(e,e.uint32());a.value!==void 0&&i.presence.set(a.key,a.value);continue}case 100:{if(s!==
800)break;i.truncated=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};
function wi(){return{key:"",value:void 0}}var _i={encode(t,n=new g){throw new Error("encode not generated for PbPresence\
Result_PresenceEntry")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=wi();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
Oe.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},vi={
encode(t,n=new g){return t.channel!==""&&n.uint32(10).string(t.channel),n},decode(t,n){throw new Error("decode not gener\
ated for PbPresenceStatsRequest")}};function Pi(){return{numClients:0,numUsers:0}}var ki={encode(t,n=new g){throw new Error(
"encode not generated for PbPresenceStatsResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Pi();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.numClients=e.uint32();
continue}case 2:{if(s!==16)break;i.numUsers=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},Ri={encode(t,n=new g){return t.channel!==""&&n.uint32(10).string(t.channel),t.limit!==0&&n.uint32(
56).int32(t.limit),t.since!==void 0&&Nn.encode(t.since,n.uint32(66).fork()).join(),t.reverse!==!1&&n.uint32(72).bool(t.reverse),
n},decode(t,n){throw new Error("decode not generated for PbHistoryRequest")}};function Di(){return{publications:[],epoch:"",
offset:0n,truncated:!1}}var xi={encode(t,n=new g){throw new Error("encode not generated for PbHistoryResult")},decode(t,n){
let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Di();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.publications.push(vt.decode(e,e.uint32()));continue}case 2:{if(s!==18)break;i.epoch=
e.string();continue}case 3:{if(s!==24)break;i.offset=e.uint64();continue}case 100:{if(s!==800)break;i.truncated=e.bool();
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},Ei={encode(t,n=new g){return n},
decode(t,n){throw new Error("decode not generated for PbPingRequest")}};function Si(){return{}}var Ci={encode(t,n=new g){
throw new Error("encode not generated for PbPingResult")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Si();for(;e.pos<o;){let s=e.uint32();if(s>>>3,(s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},Ti={encode(t,n=new g){return t.data.length!==0&&n.uint32(10).bytes(t.data),n},decode(t,n){throw new Error(
"decode not generated for PbMessageRequest")}},Bi={encode(t,n=new g){return t.data.length!==0&&n.uint32(10).bytes(t.data),
t.method!==""&&n.uint32(18).string(t.method),n},decode(t,n){throw new Error("decode not generated for PbRpcRequest")}};function Mi(){
return{data:new Uint8Array(0)}}var qi={encode(t,n=new g){throw new Error("encode not generated for PbRpcResult")},decode(t,n){
let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Mi();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 1:{if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function $i(){return{id:0n,channel:"",event:void 0}}var Ui={encode(t,n=new g){throw new Error(
"encode not generated for PbPush")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=$i();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.int64();continue}case 2:{if(s!==18)break;i.channel=
e.string();continue}case 4:{if(s!==34)break;i.event={$case:"pub",value:vt.decode(e,e.uint32())};continue}case 5:{if(s!==
42)break;i.event={$case:"join",value:Ai.decode(e,e.uint32())};continue}case 6:{if(s!==50)break;i.event={$case:"leave",value:Fi.
decode(e,e.uint32())};continue}case 7:{if(s!==58)break;i.event={$case:"unsubscribe",value:Li.decode(e,e.uint32())};continue}case 8:{
if(s!==66)break;i.event={$case:"message",value:Oi.decode(e,e.uint32())};continue}case 9:{if(s!==74)break;i.event={$case:"\
subscribe",value:Vi.decode(e,e.uint32())};continue}case 10:{if(s!==82)break;i.event={$case:"connect",value:zi.decode(e,e.
uint32())};continue}case 11:{if(s!==90)break;i.event={$case:"disconnect",value:Yi.decode(e,e.uint32())};continue}case 12:{
if(s!==98)break;i.event={$case:"refresh",value:Zi.decode(e,e.uint32())};continue}case 100:{if(s!==802)break;i.event={$case:"\
gap",value:to.decode(e,e.uint32())};continue}case 101:{if(s!==810)break;i.event={$case:"position",value:Nn.decode(e,e.uint32())};
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ii(){return{info:void 0}}
var Ai={encode(t,n=new g){throw new Error("encode not generated for PbJoin")},decode(t,n){let e=t instanceof b?t:new b(t),
r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ii();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.info=
Oe.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ni(){
return{info:void 0}}var Fi={encode(t,n=new g){throw new Error("encode not generated for PbLeave")},decode(t,n){let e=t instanceof
b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ni();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.info=Oe.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Wi(){return{code:0,reason:""}}var Li={encode(t,n=new g){throw new Error("encode not generated for PbUnsubs\
cribe")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("p\
rotobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Wi();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 2:{if(s!==16)break;i.code=e.uint32();continue}case 3:{if(s!==26)break;i.reason=e.
string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function ji(){return{
data:new Uint8Array(0)}}var Oi={encode(t,n=new g){throw new Error("encode not generated for PbMessage")},decode(t,n){let e=t instanceof
b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ji();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Hi(){return{recoverable:!1,epoch:"",offset:0n,positioned:!1,data:new Uint8Array(0)}}var Vi={encode(t,n=new g){
throw new Error("encode not generated for PbSubscribe")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Hi();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.recoverable=e.bool();
continue}case 4:{if(s!==34)break;i.epoch=e.string();continue}case 5:{if(s!==40)break;i.offset=e.uint64();continue}case 6:{
if(s!==48)break;i.positioned=e.bool();continue}case 7:{if(s!==58)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Gi(){return{client:"",version:"",data:new Uint8Array(0),
subs:new Map,expires:!1,ttl:0,ping:0,pong:!1,session:"",node:"",time:0n}}var zi={encode(t,n=new g){throw new Error("enco\
de not generated for PbConnect")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Gi();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==26)break;i.data=e.bytes();continue}case 4:{if(s!==34)break;let a=Ki.decode(e,e.uint32());
a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 5:{if(s!==40)break;i.expires=e.bool();continue}case 6:{if(s!==
48)break;i.ttl=e.uint32();continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{if(s!==64)break;i.pong=e.bool();
continue}case 9:{if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;i.node=e.string();continue}case 11:{
if(s!==88)break;i.time=e.int64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Ji(){return{key:"",value:void 0}}var Ki={encode(t,n=new g){throw new Error("encode not generated for PbCon\
nect_SubsEntry")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ji();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
xt.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Xi(){
return{code:0,reason:"",reconnect:!1,reconnectAfterMs:0}}var Yi={encode(t,n=new g){throw new Error("encode not generated\
 for PbDisconnect")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Xi();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{if(s!==18)break;i.reason=
e.string();continue}case 3:{if(s!==24)break;i.reconnect=e.bool();continue}case 100:{if(s!==800)break;i.reconnectAfterMs=
e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Qi(){return{
expires:!1,ttl:0}}var Zi={encode(t,n=new g){throw new Error("encode not generated for PbRefresh")},decode(t,n){let e=t instanceof
b?t:new b(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Qi();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function eo(){return{from:0n,to:0n,epoch:"",count:0n}}var to={encode(t,n=new g){
throw new Error("encode not generated for PbGap")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=eo();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.from=e.uint64();continue}case 2:{
if(s!==16)break;i.to=e.uint64();continue}case 3:{if(s!==26)break;i.epoch=e.string();continue}case 4:{if(s!==32)break;i.count=
e.uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}},Et={encode(t,n=new g){
switch(t.id!==0&&n.uint32(8).uint32(t.id),t.request?.$case){case"connect":zn.encode(t.request.value,n.uint32(34).fork()).
join();break;case"subscribe":Jn.encode(t.request.value,n.uint32(42).fork()).join();break;case"unsubscribe":di.encode(t.request.
value,n.uint32(50).fork()).join();break;case"publish":fi.encode(t.request.value,n.uint32(58).fork()).join();break;case"p\
resence":gi.encode(t.request.value,n.uint32(66).fork()).join();break;case"presenceStats":vi.encode(t.request.value,n.uint32(
74).fork()).join();break;case"history":Ri.encode(t.request.value,n.uint32(82).fork()).join();break;case"ping":Ei.encode(
t.request.value,n.uint32(90).fork()).join();break;case"send":Ti.encode(t.request.value,n.uint32(98).fork()).join();break;case"\
rpc":Bi.encode(t.request.value,n.uint32(106).fork()).join();break;case"refresh":ri.encode(t.request.value,n.uint32(114).
fork()).join();break;case"subRefresh":ai.encode(t.request.value,n.uint32(122).fork()).join();break}return n},decode(t,n){
throw new Error("decode not generated for PbCommand")}};function no(){return{id:0,result:void 0}}var ro={encode(t,n=new g){
throw new Error("encode not generated for PbReply")},decode(t,n){let e=t instanceof b?t:new b(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=no();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.uint32();continue}case 2:{
if(s!==18)break;i.result={$case:"error",value:An.decode(e,e.uint32())};continue}case 4:{if(s!==34)break;i.result={$case:"\
push",value:Ui.decode(e,e.uint32())};continue}case 5:{if(s!==42)break;i.result={$case:"connect",value:Qs.decode(e,e.uint32())};
continue}case 6:{if(s!==50)break;i.result={$case:"subscribe",value:xt.decode(e,e.uint32())};continue}case 7:{if(s!==58)break;
i.result={$case:"unsubscribe",value:hi.decode(e,e.uint32())};continue}case 8:{if(s!==66)break;i.result={$case:"publish",
value:bi.decode(e,e.uint32())};continue}case 9:{if(s!==74)break;i.result={$case:"presence",value:yi.decode(e,e.uint32())};
continue}case 10:{if(s!==82)break;i.result={$case:"presenceStats",value:ki.decode(e,e.uint32())};continue}case 11:{if(s!==
90)break;i.result={$case:"history",value:xi.decode(e,e.uint32())};continue}case 12:{if(s!==98)break;i.result={$case:"pin\
g",value:Ci.decode(e,e.uint32())};continue}case 13:{if(s!==106)break;i.result={$case:"rpc",value:qi.decode(e,e.uint32())};
continue}case 14:{if(s!==114)break;i.result={$case:"refresh",value:ii.decode(e,e.uint32())};continue}case 15:{if(s!==122)
break;i.result={$case:"subRefresh",value:ui.decode(e,e.uint32())};continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}},so={encode(t,n=new g){return t.connect!==void 0&&zn.encode(t.connect,n.uint32(10).fork()).join(),
n},decode(t,n){throw new Error("decode not generated for PbListenRequest")}},Kn={encode(t,n=new g){t.node!==""&&n.uint32(
10).string(t.node),t.session!==""&&n.uint32(18).string(t.session);for(let e of t.commands)Et.encode(e,n.uint32(26).fork()).
join();if(t.seq!==0n){if(BigInt.asUintN(64,t.seq)!==t.seq)throw new globalThis.Error("value provided for field message.s\
eq of type uint64 too large");n.uint32(32).uint64(t.seq)}return n},decode(t,n){throw new Error("decode not generated for\
 PbSendRequest")}},io=class{#e=new Map;#t=1;add(t,n,e){let r=++this.#t,o=()=>this.fail([r],new M(D.Timeout,`no answer to\
 ${t.$case}`,!0));return this.#e.set(r,{answer:e,timer:setTimeout(o,n)}),r}settle({id:t,result:n}){let e=this.#n(t);!e||
!n||e(n.$case==="error"?{error:Pt(n.value)}:{result:n})}fail(t,n){for(let e of t)this.#n(e)?.({error:n})}failAll(t){this.
fail([...this.#e.keys()],t),this.#t=1}#n(t){let n=this.#e.get(t);return clearTimeout(n?.timer),this.#e.delete(t),n?.answer}},
ye=class{#e;set(t,n){this.clear();let e=Math.min(t,2147483647);this.#e=setTimeout(()=>{this.#e=void 0,t>e?this.set(t-e,n):
n()},e)}clear(){clearTimeout(this.#e),this.#e=void 0}},oo=500;function Xn(t){return Math.max(oo,t*1e3*(.8+.1*Math.random()))}
var Yn=class{constructor(t,n,e){this.getToken=n,this.context=e,this.#e=t??""}getToken;context;#e;#t;#n=0;get renewable(){
return this.getToken!==void 0}current(t){return this.getToken?this.#e!==""&&ao(this.#e)>t?this.#e:void 0:this.#e}fetch(){
let t=this.#t??=this.#r(this.#n).finally(()=>{this.#t===t&&(this.#t=void 0)});return t}drop(){this.getToken&&(this.#n++,
this.#t=void 0,this.#e="")}replace(t){this.#e=t}async#r(t){let n=await this.getToken(this.context);if(typeof n!="string")
throw new X("getToken gave no token: it must give a string, or throw UnauthorizedError");return t===this.#n&&(this.#e=n),
n}};function ao(t){let n=St(t).exp;return typeof n=="number"?n*1e3:1/0}function co(t){if(t==="")return"";let n=Qn(t);if(n===
void 0||/[:,[]\s*-?[\d.]{16}/.test(n))return;let{exp:e,iat:r,nbf:o,jti:i,...s}=St(t);return JSON.stringify(s)}function uo(t){
let{sub:n}=St(t);return n===void 0?void 0:JSON.stringify(n)}function St(t){return JSON.parse(Qn(t)??"{}")}function Qn(t){
try{let n=t.split(".")[1].replace(/-/g,"+").replace(/_/g,"/"),e=new TextDecoder().decode(Uint8Array.from(atob(n),o=>o.charCodeAt(
0))),r=JSON.parse(e);return typeof r=="object"&&r!==null&&!Array.isArray(r)?e:void 0}catch{return}}var lo=5e3,ho=class{constructor(t,n,e,r){
this.options=t,this.openSession=n,this.timing=e,this.events=r,this.timeout=t.timeout??1e4,this.#e=this.backoff(),this.#n=
new Yn(t.token,t.getToken,void 0)}options;openSession;timing;events;timeout;#e;#t=new io;#n;#r=new ye;#a=new ye;#o=()=>this.#D();#s="\
disconnected";#i=0;#u;#c="";#l=0;#h=0;#d=!1;get state(){return this.#s}get now(){return Date.now()+this.#h}backoff(t=1/0){
return new Rt(Math.min(t,this.timing.minDelay),this.timing.maxDelay)}start(){this.#s==="disconnected"&&(globalThis.addEventListener?.(
"online",this.#o),this.#s="connecting",this.events.connecting({code:W.connectCalled,reason:"connect called"}),this.#s===
"connecting"&&!this.#u&&this.#f())}stop(t,n){this.#s!=="disconnected"&&(globalThis.removeEventListener?.("online",this.#o),
this.#g(n),this.#r.clear(),this.#e.reset(),this.#c="",this.#s="disconnected",this.events.disconnected({code:t,reason:n}))}request(t,n){
if(this.#s!=="connected"||!this.#u)return n({error:new M(D.Disconnected,"not connected",!0)});let e=this.#t.add(t,this.timeout,
n),r={id:e,request:t};try{Et.encode(r)}catch(o){return this.#t.fail([e],new M(D.Invalid,`${t.$case}: ${ce(o)}`))}this.#u.
send(r)}reconnect(t,n){this.#u&&this.#y({code:t,reason:n,reconnect:!0,afterMs:0})}#f(){this.#r.clear();let t=++this.#i,n=this.#n.
current(this.now);if(n!==void 0)return this.#p(t,n);this.#n.fetch().then(e=>{t===this.#i&&this.#p(t,e)},e=>{if(t===this.#i){
if(e instanceof X)return this.stop(Le.unauthorized,e.message);this.events.error(Rn(e)),t===this.#i&&this.#r.set(this.#e.
next(),()=>this.#f())}})}#p(t,n){let e=zs(this.options,n,this.#c,this.events.subs(n)),r=()=>t===this.#i;this.#u=this.openSession(
n)(e,{reply:o=>r()&&this.#w(o),end:o=>r()&&this.#y(o),error:(o,i)=>{r()&&(this.#t.fail(i,o),r()&&this.events.error(o))},
token:(o,i)=>{o===""?this.#n.replace(i):this.events.token(o,i)}})}#w(t){let{id:n,result:e}=t;if(this.#s==="connecting")e?.
$case==="connect"?this.#_(e.value):e?.$case==="error"&&this.#b(Pt(e.value));else if(n>0)this.#t.settle(t);else if(e?.$case===
"push"&&e.value.event){let{channel:r,event:o}=e.value;o.$case==="refresh"&&r===""?this.#m(o.value):this.events.push(r,o)}}#_(t){
this.#s="connected",this.#c=t.session,this.#l=Date.now(),this.#d=!1,t.time>0n&&(this.#h=Number(t.time)-Date.now()),this.#m(
t),this.events.connected(t)}#b(t){let{code:n,message:e}=t,r=n===On&&this.#n.renewable;if(!r&&!t.temporary)return this.#g(
e),this.stop(n,e);let o=r&&!this.#d;r&&this.#n.drop(),this.#d=r,this.#y({code:n,reason:e,reconnect:!0,afterMs:o?1:0,cause:n})}#y(t){
let{code:n,reason:e,reconnect:r,afterMs:o,cause:i=D.TransportClosed}=t;if(this.#g(e),Vs(n)&&this.#n.drop(),!r)return this.
stop(n,e);let s=this.#i;this.#s==="connected"?(Date.now()-this.#l>lo&&this.#e.reset(),this.#s="connecting",this.events.connecting(
{code:n,reason:e})):this.events.error(new M(i,e,!0)),s===this.#i&&this.#r.set(o||this.#e.next(),()=>this.#f())}#g(t){this.#i++,
this.#u?.close(),this.#u=void 0,this.#a.clear(),this.#t.failAll(new M(D.TransportClosed,`connection lost: ${t}`,!0))}#m({
expires:t,ttl:n}){this.#a.clear(),t&&this.#n.renewable&&this.#a.set(Xn(n),()=>this.#P())}#P(){let t=this.#i,n=e=>{this.events.
error(e),t===this.#i&&this.#a.set(this.#e.next(),()=>this.#P())};this.#n.fetch().then(e=>{t===this.#i&&this.request({$case:"\
refresh",value:{token:e}},r=>{if(t===this.#i){if("error"in r)return r.error.temporary?n(r.error):this.stop(r.error.code,
r.error.message);r.result.$case==="refresh"&&this.#m(r.result.value)}})},e=>{if(t===this.#i){if(e instanceof X)return this.
stop(Le.unauthorized,e.message);n(Rn(e))}})}#D(){this.#s==="connecting"&&(this.#e.reset(),this.#g("online again"),this.#f())}};
function Rn(t){return new M(D.ConnectionToken,`getToken failed: ${ce(t)}`,!0,t)}var Zn=class{#e=new Map;on(t,n){let e=this.#e.
get(t);return e||this.#e.set(t,e=new Set),e.add(n),()=>{e.delete(n)}}emit(t,n){for(let e of[...this.#e.get(t)??[]])try{e(
n)}catch(r){setTimeout(()=>{throw r})}}},je=class{#e;#t=0n;constructor(t){this.#e=t&&{...t}}get since(){return this.#e}forget(){
this.#e=void 0}subscribed(t){let{epoch:n,offset:e,publications:r}=t,o=this.#e;if(He(t)==="RECOVERED"&&o){this.#t=o.offset;
let i=o.epoch===""&&r.length===0;this.#e={epoch:n,offset:i?e:o.offset}}else this.#t=e,this.#e=n===""?void 0:{epoch:n,offset:e}}take({
offset:t}){return t===0n||!this.#e?!0:t<=this.#t?!1:(this.moveTo({offset:t,epoch:this.#e.epoch}),!0)}moveTo({offset:t,epoch:n}){
this.#t=t,this.#e={offset:t,epoch:n}}skip({to:t,epoch:n}){t>0n&&this.moveTo({offset:t,epoch:n})}},fo=class{constructor(t){
this.emitter=t}emitter;#e=new Map;#t;has(t){return this.#e.has(t)}requests(t){let n=uo(t);n!==this.#t&&this.forget(),this.#t=
n;let e=new Map;for(let[r,{position:o,recoverable:i}]of this.#e)i&&o.since&&e.set(r,Js(o.since));return e}forget(){for(let{
position:t}of this.#e.values())t.forget()}connected({subs:t,subErrors:n}){for(let e of[...this.#e.keys()]){if(t.has(e))continue;
let r=n.get(e),{code:o,message:i}=r?Pt(r):{code:2e3,message:"no longer subscribed by the server"};this.#a(e,o,i)}for(let[
e,r]of t)this.#n(e,r)}suspend(t,n){for(let e of this.#e.keys())this.emitter.emit("subscribing",{channel:e,code:t,reason:n})}push(t,n){
if(n.$case==="subscribe")return this.#r(t,n.value);let e=this.#e.get(t);if(e){switch(n.$case){case"unsubscribe":return this.#a(
t,n.value.code,n.value.reason);case"pub":e.position.take(n.value)&&this.emitter.emit("publication",kt(t,n.value));return;case"\
position":return e.position.moveTo(n.value);case"gap":e.position.skip(n.value)}Ln(this.emitter,t,n)}}#n(t,n){let e=this.#e.
get(t)??{position:new je,recoverable:!1};e.recoverable=n.recoverable,e.position.subscribed(n),this.#e.set(t,e),this.emitter.
emit("subscribed",Wn(t,n));for(let r of n.publications)this.push(t,{$case:"pub",value:r})}#r(t,{recoverable:n,positioned:e,
epoch:r,offset:o,data:i}){let s=r===""?void 0:{epoch:r,offset:o};this.#e.set(t,{position:new je(s),recoverable:n}),this.
emitter.emit("subscribed",{channel:t,position:s,recoverable:n,positioned:e,data:i,wasRecovering:!1,recovered:!1,outcome:"\
NOT_REQUESTED"})}#a(t,n,e){Hn(n)||this.#e.delete(t),this.emitter.emit("unsubscribed",{channel:t,code:n,reason:e})}};function po(t){
let n=new Uint8Array(5+t.length);return new DataView(n.buffer).setUint32(1,t.length),n.set(t,5),n}var bo=class{#e=new Uint8Array;*take(t){
let n=t;this.#e.length>0&&(n=new Uint8Array(this.#e.length+t.length),n.set(this.#e),n.set(t,this.#e.length));let e=0;for(;n.
length-e>=5;){let r=new DataView(n.buffer,n.byteOffset+e).getUint32(1);if(r>16777216)throw new Error(`a frame of ${r} by\
tes: this is no grpc-web stream`);if(n.length-e<5+r)break;yield{trailers:(n[e]&128)!==0,data:n.subarray(e+5,e+5+r)},e+=5+
r}this.#e=n.subarray(e)}},q={ok:0,unknown:2,invalidArgument:3,notFound:5,permissionDenied:7,resourceExhausted:8,failedPrecondition:9,
unimplemented:12,unavailable:14};async function wt(t,n,e,r,o={}){let i="application/grpc-web+proto",s=await t.fetch(`${t.
url}/fanwire.client.v1.ClientService/${n}`,{method:"POST",headers:{"content-type":i,accept:i,"x-grpc-web":"1"},body:po(e),
cache:"no-store",signal:r});o.headers?.();let a=s.headers.get("grpc-status"),u=s.body;if(a!==null||!s.ok||!go(s)||!u)return await u?.
cancel(),a!==null?Dn(s.headers):mo(s);let d=new bo,l=u.getReader();for(;;){let{done:p,value:y}=await l.read();if(p)return{
code:q.unavailable,message:"the stream was cut"};o.bytes?.();for(let{trailers:h,data:m}of d.take(y)){if(h)return Dn(yo(m));
o.message?.(m.slice())}}}function go(t){return(t.headers.get("content-type")??"").startsWith("application/grpc-web")}function Dn(t){
let n=t.get("grpc-message")??"";return{code:Number(t.get("grpc-status")??q.unknown),message:wo(n)}}function mo(t){let n=t.
headers.get("content-type"),e=t.ok?`answered with ${n??"no content type"} instead of application/grpc-web: is the url th\
at of a Fanwire client listener?`:`answered with HTTP ${t.status}`;return{code:q.unavailable,message:e}}function yo(t){let n=new TextDecoder().
decode(t).split(`\r
`);return new Map(n.map(e=>{let r=e.indexOf(":");return[e.slice(0,r).trim().toLowerCase(),e.slice(r+1).trim()]}))}function wo(t){
try{return decodeURIComponent(t)}catch{return t}}var _o=64,vo=32*1024,Po=class{constructor(t,n,e,r){this.endpoint=t,this.
address=n,this.acceptMs=e,this.events=r}endpoint;address;acceptMs;events;#e=[];#t=new AbortController;#n=1n;#r=vo;#a=!1;push(t){
this.#e.push(t),!this.#a&&(this.#a=!0,queueMicrotask(()=>{this.#o()}))}stop(){this.#t.abort()}async#o(){for(;this.#e.length>
0&&!this.#t.signal.aborted;)await this.#i(this.#s());this.#a=!1}#s(){let t=0,n=0;for(let e of this.#e){if(t+=Et.encode(e).
finish().length+8,n>0&&(n===_o||t>this.#r))break;n++}return this.#e.splice(0,n)}async#i(t){let n=new Rt(50,1e3),e=t,r=!1;
for(let o=Date.now()+this.acceptMs;;){let i=await this.#u(e,o-Date.now());if(this.#t.signal.aborted)return;switch(i.code){case q.
ok:this.#n++;return;case q.notFound:case q.failedPrecondition:case q.invalidArgument:return this.events.lost(i.message);case q.
resourceExhausted:if(!i.message.includes("size_limit"))break;if(e.length===1)return this.events.refused(e[0],new M(D.Refused,
i.message));this.#r/=2,this.#e.unshift(...e),e=this.#s();continue}if(Date.now()>=o){let s=ko(this.acceptMs,i);if(r)return this.
events.lost(s.message);r=!0,o=Date.now()+this.acceptMs,this.events.overdue(s)}await this.#c(Math.min(n.next(),Math.max(0,
o-Date.now())))}}async#u(t,n){let e=Kn.encode({...this.address,commands:t,seq:this.#n}).finish(),r=new AbortController,o=()=>r.
abort(),i=setTimeout(o,n);this.#t.signal.addEventListener("abort",o);try{return await wt(this.endpoint,"Send",e,r.signal)}catch(s){
return{code:q.unavailable,message:ce(s)}}finally{clearTimeout(i),this.#t.signal.removeEventListener("abort",o)}}#c(t){return new Promise(
n=>{setTimeout(n,t)})}};function ko(t,n){return new M(D.NotAccepted,`commands were not accepted within ${t/1e3} s (${n.message}\
). Over HTTP/1.1 a browser has six connections per host, and each open page without shared connection holds one: serve F\
anwire over TLS, so that browsers speak HTTP/2, or leave \`sharing\` on`,!0)}var er=class{constructor(t){this.silent=t}silent;#e;#t=0;#n=0;start(t){
this.stop(),this.#n=t,this.touch(),t>0&&this.#r(Math.min(5e3,t))}touch(){this.#t=Date.now()}stop(){clearTimeout(this.#e)}#r(t){
let n=Date.now()+t;this.#e=setTimeout(()=>{let e=Date.now(),r=this.#t+this.#n-e;r>0?this.#r(Math.min(5e3,r)):e-n>1e3?this.#r(
1e3):this.silent()},t)}},Ro=2e3,tr=class{constructor(t,n,e,r){this.endpoint=t,this.timing=n,this.handler=r,globalThis.addEventListener?.(
"offline",this.#n),this.#i(e)}endpoint;timing;handler;#e=new AbortController;#t=new er(()=>{this.#s(ae(W.noPing,"no ping\
: nothing came from the server for too long"))});#n=()=>this.#s(ae(W.transportClosed,"offline"));#r;#a;#o=!1;send(t){this.#r?.
push(t)}close(){this.#o=!0,globalThis.removeEventListener?.("offline",this.#n),clearTimeout(this.#a),this.#t.stop(),this.#r?.
stop(),this.#e.abort()}#s(t){this.#o||(this.close(),this.handler.end(t))}async#i(t){let n=!1;this.#a=setTimeout(()=>{this.#l(
n)},this.timing.firstFrame);try{let e=so.encode({connect:t}).finish(),r=await wt(this.endpoint,"Listen",e,this.#e.signal,
{headers:()=>n=!0,bytes:()=>this.#t.touch(),message:o=>this.#u(ro.decode(o))});this.#s(Do(r))}catch(e){this.#s(ae(W.transportClosed,
ce(e)))}}#u(t){if(this.#o)return;let n=t.result;if(n?.$case==="connect"&&this.#c(n.value),n?.$case==="error"&&clearTimeout(
this.#a),n?.$case==="push"&&n.value.event?.$case==="disconnect"){let{code:e,reason:r,reconnectAfterMs:o}=n.value.event.value;
return this.#s({code:e,reason:r,reconnect:Hs(e),afterMs:o})}this.handler.reply(t)}#c({node:t,session:n,ping:e}){clearTimeout(
this.#a),this.#t.start(e>0?e*1e3+this.timing.pingDelay:0),this.#r=new Po(this.endpoint,{node:t,session:n},this.timing.accept,
{overdue:r=>this.handler.error(r,[]),refused:(r,o)=>this.handler.error(o,[r.id]),lost:r=>this.#s(ae(W.transportClosed,r))})}async#l(t){
let n=this.timing.firstFrame/1e3,e=t||await this.#h();if(this.#o)return;let r=e?`the server answers, but the stream brou\
ght nothing within ${n} s: a proxy between here and the server collects the response instead of passing it on. Switch re\
sponse buffering off for /fanwire.client.v1.ClientService/ there (nginx: proxy_buffering off)`:`no answer within ${n} s:\
 the server cannot be reached, or this browser's connections to it are used up (six per host over HTTP/1.1: serve Fanwir\
e over TLS, so that browsers speak HTTP/2, or leave \`sharing\` on)`,o=e?D.Buffered:D.Timeout;this.#s({...ae(W.transportClosed,
r),cause:o})}async#h(){let t=new AbortController,n=setTimeout(()=>t.abort(),Ro);try{let e=Kn.encode({node:"",session:"",
commands:[],seq:1n}).finish();return(await wt(this.endpoint,"Send",e,t.signal)).code===q.notFound}catch{return!1}finally{
clearTimeout(n)}}};function ae(t,n){return{code:t,reason:n,reconnect:!0,afterMs:0}}function Do({code:t,message:n}){return t===
q.permissionDenied||t===q.invalidArgument||t===q.unimplemented?{code:Le.refused,reason:n,reconnect:!1,afterMs:0}:ae(W.transportClosed,
n||`the stream ended with status ${t}`)}var xo=class{constructor(t,n){this.request=t,this.post=n}request;post;missed=0;reply(t,n){
this.post({kind:"reply",reply:{id:t,result:n}})}push(t,n){let e={id:0n,channel:t,event:n};this.reply(0,{$case:"push",value:e})}error(t,n,e){
this.reply(t,{$case:"error",value:{code:n,message:e,temporary:!1}})}},Eo=class{constructor(t,n){this.from=t,this.to=n}from;to;#e=[];#t=0;get position(){
return this.to}add(t){if(t.offset!==0n)for(this.to={...this.to,offset:t.offset},this.#e.push(t),this.#t+=t.data.length;this.#e.
length>256||this.#t>262144;){let n=this.#e.shift();this.#t-=n.data.length,this.from=n.offset}}moveTo(t){this.to=t}restart(t){
this.#e=[],this.#t=0,this.from=t.offset,this.to=t}since(t){if(!(t<this.from||t>this.to.offset))return this.#e.filter(n=>n.
offset>t)}},xn=class nr{constructor(n,e,r){this.channel=n,this.forward=e,this.vacant=r}channel;forward;vacant;#e=new Set;#t=[];#n;#r;#a;#o;#s;#i;get idle(){
return this.#e.size===0&&this.#t.length===0&&!this.#n}join(n,e,r){this.#t.push({member:n,id:e,request:r}),this.#u()}leave(n){
let e=this.#t.findIndex(r=>r.member===n);e>=0&&this.#t.splice(e,1),this.#n?.member===n&&(this.#n.gone=!0),this.#e.delete(
n),this.#n?.gone&&this.#e.size+this.#t.length===0&&(this.#n=void 0),this.#s===n&&this.#m()}push(n){if(!(!this.#a||!this.#o)){
switch(n.$case){case"pub":return this.#p(n.value);case"position":this.#o.moveTo(n.value);break;case"gap":n.value.to>0n&&
this.#o.restart({offset:n.value.to,epoch:n.value.epoch});break;case"unsubscribe":return this.#y(n)}for(let e of this.#e)
e.push(this.channel,n)}}renewed(n,e,r){this.#s=n,this.#g(r);for(let o of this.#e)o!==n&&o.post({kind:"token",channel:this.
channel,token:e})}static ofServer(n,e,r,o,i,s){let a=new nr(n,e,r);a.#f(i,s);for(let u of o)a.#e.add(u);return a}attach(n,e){
return this.#e.add(n),this.#_(e)??this.#b(5,!0)}#u(){for(;!this.#n;){let n=this.#t.shift();if(!n)return;this.#a?this.#c(
n):this.#l(n,!1)}}#c(n){let{member:e,id:r,request:o}=n;if(this.#e.has(e)||!this.#r)return e.error(r,105,`already subscri\
bed to ${this.channel}`);if(!Co(o,this.#r)){if(this.#e.size===0)return this.#l(n,!0);let s=`another tab has ${this.channel}\
 with other options, and a shared connection has one subscription of a channel: use the same options, or set \`sharing\` t\
o false`;return e.error(r,D.SharingConflict,s)}let i=this.#_(o);if(!i)return this.#l(n,!0);this.#e.add(e),e.reply(r,{$case:"\
subscribe",value:i})}#l(n,e){this.#n=n,e&&this.forward({$case:"unsubscribe",value:{channel:this.channel}},()=>{}),this.forward(
{$case:"subscribe",value:n.request},r=>{this.#n===n&&(this.#n=void 0,r.$case==="subscribe"?this.#h(n,r.value):this.#d(n,
r),this.#u(),this.idle&&this.vacant(this))})}#h({member:n,id:e,request:r,gone:o},i){let s=this.#o?.position;this.#r=r,this.#f(
i,r.offset),this.#g(i);let a=i.publications.map(u=>({...u,data:u.data.slice()}));if(!s||So(s,r,i))for(let u of a)this.#w(
u);else{let u={code:2500,reason:"insufficient state: another tab subscribed anew"};this.#y({$case:"unsubscribe",value:u},
!0)}if(o)return this.#m();this.#s=n,this.#e.add(n),n.reply(e,{$case:"subscribe",value:i})}#d({member:n,id:e},r){n.reply(
e,r);let o={code:2500,reason:"insufficient state: another tab could not subscribe anew"};this.#y({$case:"unsubscribe",value:o})}#f(n,e){
let r=He(n)==="RECOVERED";this.#a={...n,publications:[]};let o=r?e:n.offset;this.#o=new Eo(o,{epoch:n.epoch,offset:o});for(let i of n.
publications)this.#o.add(i);r&&e===0n&&n.publications.length===0&&this.#o.restart(n)}#p(n){let e=this.#o.position.offset;
(n.offset===0n||n.offset>e)&&this.#o.add(n),this.#w(n)}#w(n){for(let e of this.#e)e.push(this.channel,{$case:"pub",value:n})}#_(n){
if(!n?.recover)return this.#b(1,!1);let e=this.#o.position;if(!this.#a.recoverable)return this.#b(7,!0);if(n.epoch!==e.epoch)
return n.epoch===""?void 0:this.#b(3,!0);let r=this.#o.since(n.offset);return r&&{...this.#b(2,!0),publications:r,recovered:!0}}#b(n,e){
let{epoch:r,offset:o}=this.#o.position;return{...this.#a,epoch:r,offset:o,recovered:!1,wasRecovering:e,recovery:n,expires:!1,
ttl:0}}#y(n,e=!1){let r=[...this.#e];this.#e.clear(),e||(this.#a=void 0,this.#s=void 0);for(let o of r)o.push(this.channel,
n)}#g({expires:n,ttl:e}){this.#i=n?Date.now()+e*1e3:void 0}#m(){if([this.#s]=this.#e,this.#i===void 0)return;let n=Math.
max(0,Math.floor((this.#i-Date.now())/1e3));this.#s?.push(this.channel,{$case:"refresh",value:{expires:!0,ttl:n}})}};function So(t,n,e){
return e.epoch!==t.epoch?!1:He(e)==="RECOVERED"?n.offset<=t.offset:e.offset===t.offset}function Co(t,n){let e=({positioned:r,
recoverable:o,joinLeave:i,tf:s,data:a})=>JSON.stringify([r,o,i,s,[...a]]);return e(t)===e(n)}var To=3,Bo=5e3,Mo=class{constructor(t){
this.fetchFn=t}fetchFn;#e=new Map;#t=new Map;#n=new Set;#r=new Map;#a;#o;#s;#i=0;#u=1;#c;#l;#h="";#d=Date.now();has(t){return this.#e.
has(t)}abandoned(t){return this.#e.size===0&&Date.now()-this.#d>t}take(t,n){if(t.kind==="open"){let r=new xo(t.opening.request,
n);return this.#e.set(t.id,r),this.#f(r,t.opening)}let e=this.#e.get(t.id);if(!e){let r={code:1,reason:"this tab was awa\
y too long",reconnect:!0,afterMs:1};return t.kind==="close"?void 0:n({kind:"end",end:r})}t.kind==="alive"?e.missed=0:t.kind===
"close"?this.#P(t.id,e):this.#S(e,t.command)}#f(t,{url:n,timing:e,request:r}){if(this.#s)return this.#b(t);if(this.#o)return;
this.#a??=new Rt(e.minDelay,e.maxDelay),this.#c=t;let o={...r,previousSession:this.#h||r.previousSession};this.#o=new tr(
{url:n,fetch:this.fetchFn},e,o,{reply:i=>this.#p(i),end:i=>this.#g(i),error:({code:i,message:s,temporary:a},u)=>{for(let d of u)
this.#w(d,{$case:"error",value:{code:i,message:s,temporary:a}});for(let d of this.#e.values())d.post({kind:"error",code:i,
message:s,temporary:a})}})}#p(t){let{id:n,result:e}=t;this.#s?e?.$case==="push"?this.#C(e.value):n===0?this.#q():e&&this.#w(
n,e):e?.$case==="connect"?this.#_(e.value):e?.$case==="error"&&this.#y(e)}#w(t,n){let e=this.#r.get(t);this.#r.delete(t),
e?.then?e.then(n):e?.member?.reply(e.id,n)}#_(t){this.#s=t,this.#i=Date.now(),this.#h=t.session,this.#T(t);let[n]=this.#e.
values(),e=this.#c??n;if(e){this.#c=e;for(let[r,o]of t.subs)this.#B(r,[e],o,e.request.subs.get(r)?.offset);e.reply(1,{$case:"\
connect",value:t});for(let r of this.#e.values())r!==e&&this.#b(r)}}#b(t){let n=new Map;for(let e of this.#n){let r=this.#t.
get(e);r&&n.set(e,r.attach(t,t.request.subs.get(e)))}t.reply(1,{$case:"connect",value:{...this.#s,time:0n,subs:n,expires:!1,
ttl:0}}),this.#c||this.#M()}#y(t){let n=this.#c,e={code:1,reason:"another tab could not connect",reconnect:!0,afterMs:1e3};
for(let r of this.#m())r===n?r.reply(1,t):r.post({kind:"end",end:e})}#g(t){this.#s&&Date.now()-this.#i>Bo&&this.#a?.reset();
let n={...t,afterMs:t.afterMs||Math.ceil(this.#a.next())+1};for(let e of this.#m())e.post({kind:"end",end:n})}#m(){let t=[
...this.#e.values()];return this.#o?.close(),this.#o=void 0,this.#s=void 0,this.#c=void 0,this.#e.clear(),this.#d=Date.now(),
this.#t.clear(),this.#n.clear(),this.#r.clear(),this.#u=1,t}#P(t,n){if(this.#e.delete(t),this.#e.size===0)return void this.#m();
for(let e of[...this.#t.values()])this.#D(e,n);this.#c===n&&(this.#c=void 0,this.#s&&this.#M())}#D(t,n){t.leave(n),t.idle&&
this.#R(t)}#R=t=>{let{channel:n}=t;this.#t.get(n)!==t||this.#n.has(n)||(this.#t.delete(n),this.#E(n))};#E(t){this.#v({$case:"\
unsubscribe",value:{channel:t}},()=>{})}#S(t,{id:n,request:e}){if(!(!e||!this.#o))switch(e.$case){case"subscribe":return this.#k(
e.value).join(t,n,e.value);case"unsubscribe":{let r=this.#t.get(e.value.channel);return r?this.#D(r,t):this.#E(e.value.channel),
t.reply(n,{$case:"unsubscribe",value:{}})}case"refresh":return this.#v(e,r=>{t.reply(n,r),r.$case==="refresh"&&this.#$(t,
e.value.token,r.value)});case"subRefresh":return this.#v(e,r=>{t.reply(n,r),r.$case==="subRefresh"&&this.#t.get(e.value.
channel)?.renewed(t,e.value.token,r.value)});default:this.#x(e,{member:t,id:n,then:void 0})}}#k({channel:t}){let n=this.#t.
get(t);return n||this.#t.set(t,n=new xn(t,this.#v,this.#R)),n}#v=(t,n)=>{this.#x(t,{member:void 0,id:0,then:n})};#x(t,n){
let e=++this.#u;this.#r.set(e,n),this.#o?.send({id:e,request:t})}#C({channel:t,event:n}){if(!n)return;let e=this.#t.get(
t);if(n.$case==="refresh"&&t==="")this.#T(n.value),this.#c?.push(t,n);else if(n.$case==="subscribe"){this.#B(t,this.#e.values(),
qo(n.value));for(let r of this.#e.values())r.push(t,n)}else if(e){if(e.push(n),n.$case!=="unsubscribe")return;this.#n.delete(
t),e.idle&&this.#t.delete(t)}}#B(t,n,e,r=0n){this.#n.add(t),this.#t.set(t,xn.ofServer(t,this.#v,this.#R,n,e,r))}#q(){for(let[
t,n]of[...this.#e])++n.missed>To?this.#P(t,n):n.reply(0,void 0)}#$(t,n,e){this.#c=t,this.#T(e);for(let r of this.#e.values())
r!==t&&r.post({kind:"token",channel:"",token:n})}#T({expires:t,ttl:n}){this.#l=t?Date.now()+n*1e3:void 0}#M(){if([this.#c]=
this.#e.values(),this.#l===void 0)return;let t=Math.max(0,Math.floor((this.#l-Date.now())/1e3));this.#c?.push("",{$case:"\
refresh",value:{expires:!0,ttl:t}})}};function qo(t){return{...t,expires:!1,ttl:0,publications:[],recovered:!1,wasRecovering:!1,
delta:!1,id:0n,recovery:1}}var $o=6e4,Uo=class{#e=new Map;#t=new Map;take(t,n){t.kind==="open"&&this.#n(t.id,t.opening.key);
let e=this.#t.get(t.id)??"",r=this.#e.get(e);r||this.#e.set(e,r=new Mo(fetch.bind(globalThis))),r.take(t,n)}#n(t,n){for(let[
e,r]of this.#e)r.abandoned($o)&&this.#e.delete(e);for(let[e,r]of this.#t)this.#e.get(r)?.has(e)||this.#t.delete(e);this.#t.
set(t,n)}},rr=class{receivers=new Map;attach(t,n){this.receivers.set(t,n)}detach(t){this.receivers.delete(t)}deliver(t,n){
this.receivers.get(t)?.take(n)}};function sr(){return Array.from(crypto.getRandomValues(new Uint32Array(4)),t=>t.toString(
36)).join("-")}var ir=class extends rr{#e=sr();#t;#n="";#r;constructor(t){super();let n=`fanwire-client ${Dt}`;this.#t=new BroadcastChannel(
n),this.#t.onmessage=({data:e})=>this.#a(e),this.#i({kind:"who"}),t.request(n,()=>(this.#r=new Uo,this.#i({kind:"leader",
leader:this.#e}),this.#o(this.#e),new Promise(()=>{})))}post(t){this.#r?queueMicrotask(()=>this.#r.take(t,n=>this.#s(t.id,
n))):this.#i({kind:"up",to:this.#n,from:this.#e,message:t})}#a(t){if(t.kind==="leader")return this.#o(t.leader);if(t.kind===
"who")return this.#r&&this.#i({kind:"leader",leader:this.#e});if(t.to!==this.#e)return;if(t.kind==="down")return this.deliver(
t.id,t.message);let{from:n,message:e}=t;this.#r?.take(e,r=>this.#i({kind:"down",to:n,id:e.id,message:r}))}#o(t){if(t!==this.#n){
this.#n=t;for(let n of[...this.receivers.values()])n.reset()}}#s(t,n){queueMicrotask(()=>this.deliver(t,n))}#i(t){this.#t.
postMessage(t)}},En=1e4,Io=class{constructor(t,n,e,r){this.link=t,this.opening=n,this.handler=e,this.silent=r,t.attach(this.#e,
this),globalThis.addEventListener?.("pagehide",this.#n),globalThis.addEventListener?.("pageshow",this.#r),this.#t.start(
n.timing.firstFrame+En),this.link.post({kind:"open",id:this.#e,opening:n})}link;opening;handler;silent;#e=sr();#t=new er(
()=>{this.silent(),this.#s("the shared connection does not answer",D.Timeout)});#n=()=>this.#c("close");#r=({persisted:t})=>{
t&&this.#s("the page was put aside")};#a=!1;send(t){this.link.post({kind:"send",id:this.#e,command:t})}close(){this.#c("\
close"),this.#u()}take(t){switch(this.#t.touch(),t.kind){case"reply":return this.#o(t.reply);case"end":return this.#i(t.
end);case"error":return this.handler.error(new M(t.code,t.message,t.temporary),[]);case"token":return this.handler.token?.(
t.channel,t.token)}}reset(){this.#a?this.#s("another tab leads now"):this.link.post({kind:"open",id:this.#e,opening:this.
opening})}#o(t){let{id:n,result:e}=t;if(e?.$case==="connect"){this.#a=!0;let{ping:r}=e.value;this.#t.start(r>0?r*1e3+this.
opening.timing.pingDelay+En:0)}else n===0&&!e&&this.#c("alive");this.handler.reply(t)}#s(t,n){this.#c("close");let e={code:W.
transportClosed,reason:t,reconnect:!0,afterMs:1};this.#i(n===void 0?e:{...e,afterMs:0,cause:n})}#i(t){this.#u(),this.handler.
end(t)}#u(){this.link.detach(this.#e),this.#t.stop(),globalThis.removeEventListener?.("pagehide",this.#n),globalThis.removeEventListener?.(
"pageshow",this.#r)}#c(t){this.link.post({kind:t,id:this.#e})}},Ao=6e3,No=class extends rr{constructor(t){super(),this.port=
t,t.onmessage=({data:n})=>{"id"in n&&this.deliver(n.id,n.message)}}port;post(t){this.port.postMessage(t)}};function Fo(t){
return new Promise(n=>{let e=setTimeout(()=>n(void 0),Ao),r=o=>{clearTimeout(e),n(o)};try{let o=t();o.onerror=()=>r(void 0),
o.port.onmessage=({data:i})=>{r("version"in i&&i.version===Dt?new No(o.port):void 0)}}catch{r(void 0)}})}var me=new Map;function Wo(t,n,e){let r=(s,a)=>{let u={url:t,fetch:n.fetch??fetch.bind(globalThis)};return new tr(u,e,s,
a)},{sharing:o=!0}=n;if(!o||n.fetch||!Lo())return()=>r;let i=o===!0?void 0:String(o.worker);return s=>(a,u)=>{let d=co(s);
if(d===void 0)return r(a,u);let l=jo(t,n,d);return new Go(Oo(i).then(p=>()=>p?new Io(p,{key:l,url:t,timing:e,request:a},
u,()=>Ho(i,p)):r(a,u)))}}function Lo(){return typeof SharedWorker=="function"||or()!==void 0}function or(){return typeof document==
"object"&&typeof BroadcastChannel=="function"?navigator.locks:void 0}function jo(t,n,e){let{data:r,name:o,version:i,headers:s}=n;
return JSON.stringify([t,e,Ge(Ve(r)),o,i,s])}function Oo(t){let n=t??"",e=me.get(n);return e||me.set(n,e=Vo(t)),e}function Ho(t,n){
let e=t??"";me.get(e)?.then(r=>{r===n&&(n instanceof ir?me.set(e,Promise.resolve(void 0)):me.delete(e))})}async function Vo(t){
if(typeof SharedWorker=="function"){let e=await Fo(()=>t===void 0?new SharedWorker(new URL("./worker.js",import.meta.url),
{type:"module"}):new SharedWorker(t,{type:"module"}));if(e)return e}let n=or();return n&&new ir(n)}var Go=class{#e;#t=!1;constructor(t){
t.then(n=>{this.#t||(this.#e=n())})}send(t){this.#e?.send(t)}close(){this.#t=!0,this.#e?.close()}},zo=class{constructor(t,n){
this.subscribed=t,this.events=n.map(e=>({$case:"pub",value:e})),this.#e=this.events.length+1e3}subscribed;events;#e;overflown=!1;add(t){
this.events.length<this.#e?this.events.push(t):this.overflown=!0}},Jo=class{constructor(t,n,e,r){this.channel=t,this.getState=
n,this.backoff=e,this.events=r}channel;getState;backoff;events;#e=new ye;#t=0;#n=!1;#r=!1;#a=!0;holds({recovered:t,outcome:n,
position:e}){if(t||(this.#r=!0),!this.#r)return this.#a=!0,this.backoff.reset(),!1;if(this.#n&&t)return!0;let r={channel:this.
channel,position:e,outcome:n};return this.#a?this.#o(r):this.#s(r),!0}reset(){this.cancel(),this.#r=!0}cancel(){this.#t++,
this.#n=!1,this.#e.clear()}async#o(t){this.cancel();let n=this.#t;this.#n=!0,this.#a=!1;try{let e=await this.getState(t);
if(n!==this.#t)return;this.#n=!1,this.#r=!1,this.events.loaded(e??void 0)}catch(e){if(n!==this.#t)return;let r=`getState\
 for ${this.channel} failed: ${ce(e)}`;this.#s(t),this.events.failed(new M(D.State,r,!0,e))}}#s(t){this.cancel(),this.#n=
!0,this.#e.set(this.backoff.next(),()=>{this.#o(t)})}},ar=class{#e=new Set;wait(t,n){return new Promise((e,r)=>{let o,i=a=>{
clearTimeout(o),this.#e.delete(s),a()},s={resolve:()=>i(e),reject:a=>i(()=>r(a))};n!==void 0&&(o=setTimeout(()=>{s.reject(
new M(D.Timeout,`not ${t} within ${n/1e3} s`,!0))},n)),this.#e.add(s)})}resolve(){for(let t of[...this.#e])t.resolve()}reject(t){
for(let n of[...this.#e])n.reject(t)}},Ko=5e3,Xo=200,Yo=class extends Zn{constructor(t,n,e){super(),this.channel=t,this.
options=n,this.host=e,this.#e=new Yn(n.token,n.getToken,{channel:t}),this.#t=e.backoff(Xo),this.#s=new je(n.since),this.#u=
n.since!==void 0,n.getState&&(this.#o=new Jo(t,n.getState,e.backoff(),{loaded:r=>this.#y(r),failed:r=>this.emit("error",
r)}))}channel;options;host;#e;#t;#n=new ye;#r=new ye;#a=new ar;#o;#s;#i="unsubscribed";#u;#c=0;#l=!1;#h=0;#d;get state(){
return this.#i}get position(){return this.#s.since}subscribe(){this.#i==="unsubscribed"&&(this.#t.reset(),this.#S(Pn.subscribeCalled,
"subscribe called"),this.resume())}unsubscribe(){this.#k(mt.unsubscribeCalled,"unsubscribe called")}async ready(t){if(this.#i!==
"subscribed"){if(this.#i==="unsubscribed")throw Sn(this.channel,"call subscribe()");await this.#a.wait(`subscribed to ${this.
channel}`,t)}}publish(t,n){return this.host.calls.publish(this.channel,t,n)}history(t){return this.host.calls.history(this.
channel,t)}presence(){return this.host.calls.presence(this.channel)}presenceStats(){return this.host.calls.presenceStats(
this.channel)}resume(){this.#i==="subscribing"&&this.host.connected&&!this.#l&&this.#f()}suspend(){this.#l=!1,this.#i===
"subscribed"?this.#S(Pn.transportClosed,"connection lost"):this.#v()}renewed(t){this.#e.replace(t)}push(t){t.$case==="un\
subscribe"?this.#D(t.value.code,t.value.reason):t.$case==="refresh"?this.#R(t.value):this.#d?this.#d.add(t):this.#i==="s\
ubscribed"&&this.#P(t)}#f(){this.#v();let t=this.#c,n=this.#e.current(this.host.now);if(n!==void 0)return this.#p(t,n);this.#e.
fetch().then(e=>{t===this.#c&&this.host.connected&&this.#p(t,e)},e=>{if(t===this.#c){if(e instanceof X)return this.#k(mt.
unauthorized,e.message);this.#_(t,this.#C(e))}})}#p(t,n){this.#l=!0;let e=Vn(this.channel,this.options,n,this.#u?this.#s.
since:void 0);this.host.request({$case:"subscribe",value:e},r=>{t===this.#c&&("error"in r?this.#w(t,r.error):r.result.$case===
"subscribe"&&this.#b(r.result.value))})}#w(t,n){if(n.code===D.Timeout)return this.host.reconnect(W.subscribeTimeout,n.message);
if(n.code===D.TransportClosed)return;let e=n.code===Ws&&!this.host.ofServer();e&&this.#x(),this.#l=!1;let r=n.code===On&&
this.#e.renewable;if(r&&this.#e.drop(),e||r||n.temporary)return this.#_(t,n);this.#k(n.code,n.message)}#_(t,n){this.emit(
"error",n),t===this.#c&&this.#n.set(this.#t.next(),()=>this.resume())}#b(t){this.#s.subscribed(t),this.#u=t.recoverable,
this.#R(t),this.#d=new zo(Wn(this.channel,t),t.publications),!this.#o?.holds(this.#d.subscribed)&&this.#m()}#y(t){let n=this.#s.
since,e=t&&(!n||t.epoch!==n.epoch||t.offset<n.offset);e?(this.#s=new je(t),this.#u=!0):t&&this.#s.moveTo(t),this.#d&&(e||
this.#d.overflown?this.#g():this.#m())}#g(){this.#x(),this.#f()}#m(){let{subscribed:t,events:n}=this.#d,e=this.#c;this.#d=
void 0,this.#i="subscribed",this.#h=Date.now(),this.emit("subscribed",t),this.#a.resolve();for(let r of n){if(e!==this.#c)
return;this.#P(r)}}#P(t){t.$case==="pub"?this.#s.take(t.value)&&this.emit("publication",kt(this.channel,t.value)):t.$case===
"position"?this.#s.moveTo(t.value):(t.$case==="gap"&&this.#s.skip(t.value),Ln(this,this.channel,t))}#D(t,n){if(this.#i!==
"unsubscribed"){if(this.#l=!1,!Hn(t))return this.#k(t,n);(t===Ls||t===kn)&&this.#e.drop(),t===kn&&(this.#s.forget(),this.#o?.
reset()),this.#S(t,n)===this.#c&&this.#n.set(this.#t.next(),()=>this.resume())}}#R({expires:t,ttl:n}){this.#r.clear(),t&&
this.#e.renewable&&this.#r.set(Xn(n),()=>this.#E())}#E(){let t=this.#c,n=e=>{this.emit("error",e),t===this.#c&&this.#r.set(
this.#t.next(),()=>this.#E())};this.#e.fetch().then(e=>{t===this.#c&&this.host.request({$case:"subRefresh",value:{channel:this.
channel,token:e}},r=>{if(t===this.#c){if("error"in r)return r.error.code===D.TransportClosed?void 0:r.error.temporary?n(
r.error):this.#k(r.error.code,r.error.message);r.result.$case==="subRefresh"&&this.#R(r.result.value)}})},e=>{if(t===this.#c){
if(e instanceof X)return this.#k(mt.unauthorized,e.message);n(this.#C(e))}})}#S(t,n){this.#i==="subscribed"&&Date.now()-
this.#h>Ko&&this.#t.reset(),this.#v();let e=this.#c;return this.#i="subscribing",this.emit("subscribing",{channel:this.channel,
code:t,reason:n}),e}#k(t,n){this.#i!=="unsubscribed"&&(this.#x(),this.#v(),this.#o?.cancel(),this.#i="unsubscribed",this.
emit("unsubscribed",{channel:this.channel,code:t,reason:n}),this.#a.reject(Sn(this.channel,n)))}#v(){this.#c++,this.#d=void 0,
this.#n.clear(),this.#r.clear()}#x(){this.#l&&(this.#l=!1,this.host.request({$case:"unsubscribe",value:{channel:this.channel}},
t=>{"error"in t&&t.error.code===D.Timeout&&this.host.reconnect(W.subscribeTimeout,t.error.message)}))}#C(t){let n=`getTo\
ken for ${this.channel} failed: ${ce(t)}`;return new M(D.SubscriptionToken,n,!0,t)}};function Sn(t,n){return new M(D.Unsubscribed,
`not subscribed to ${t}: ${n}`)}function Qo(t){return{firstFrame:t.firstFrameTimeout??5e3,accept:t.acceptTimeout??5e3,pingDelay:t.
maxPingDelay??1e4,minDelay:t.minReconnectDelay??500,maxDelay:t.maxReconnectDelay??2e4}}var cr=class extends Zn{#e;#t;#n=new fo(
this);#r=new Map;#a=new ar;constructor(t,n={}){super();let e=Qo(n);this.#e=new ho(n,Wo(String(t).replace(/\/+$/,""),n,e),
e,{connecting:r=>this.#o(r),connected:r=>{let{client:o,version:i,data:s}=r;if(this.emit("connected",{client:o,version:i,
data:s}),this.state==="connected"){this.#n.connected(r);for(let a of this.#r.values())a.resume();this.#a.resolve()}},disconnected:r=>this.#s(
r),push:(r,o)=>this.#u(r,o),error:r=>this.emit("error",r),token:(r,o)=>this.#r.get(r)?.renewed(o),subs:r=>this.#n.requests(
r)}),this.#t=new Fs(async r=>(await this.ready(this.#e.timeout),new Promise((o,i)=>{this.#e.request(r,s=>{"error"in s?i(
s.error):o(s.result)})})))}get state(){return this.#e.state}connect(){this.#e.start()}disconnect(){this.#e.stop(Le.disconnectCalled,
"disconnect called")}async ready(t){if(this.state!=="connected"){if(this.state==="disconnected")throw Cn("call connect()");
await this.#a.wait("connected",t)}}newSubscription(t,n={}){if(this.#r.has(t))throw new Error(`there is a subscription to\
 ${t} already: use getSubscription, or removeSubscription first`);let e=this.#e,r=new Yo(t,n,{get connected(){return e.state===
"connected"},get now(){return e.now},calls:this.#t,ofServer:()=>this.#n.has(t),backoff:o=>e.backoff(o),request:(o,i)=>e.
request(o,i),reconnect:(o,i)=>e.reconnect(o,i)});return this.#r.set(t,r),r}getSubscription(t){return this.#r.get(t)}removeSubscription(t){
t.unsubscribe(),this.#r.get(t.channel)===t&&this.#r.delete(t.channel)}publish(t,n,e){return this.#t.publish(t,n,e)}history(t,n){
return this.#t.history(t,n)}presence(t){return this.#t.presence(t)}presenceStats(t){return this.#t.presenceStats(t)}#o(t){
this.emit("connecting",t),this.#i(t)}#s(t){this.emit("disconnected",t),this.#i(t),this.#n.forget(),this.#a.reject(Cn(t.reason))}#i({
code:t,reason:n}){this.#n.suspend(t,n);for(let e of this.#r.values())e.suspend()}#u(t,n){let e=this.#r.get(t);e&&n.$case!==
"subscribe"?e.push(n):this.#n.push(t,n)}};function Cn(t){return new M(D.Disconnected,`disconnected: ${t}`)}function dr(){let t=this.buf,n=this.pos,e=0,r=0;for(let i=0;i<28;i+=7){let s=t[n++];if(e|=(s&127)<<i,(s&128)==0){this.pos=
n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}let o=t[n++];if(e|=(o&15)<<28,r=(o&112)>>4,(o&128)==0){
this.pos=n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}for(let i=3;i<=31;i+=7){let s=t[n++];if(r|=(s&
127)<<i,(s&128)==0){this.pos=n,this.assertBounds(),this.varint64Lo=e,this.varint64Hi=r;return}}throw new Error("invalid \
varint")}var ze=4294967296;function Ct(t){let n=t[0]==="-";n&&(t=t.slice(1));let e=1e6,r=0,o=0;function i(s,a){let u=Number(t.slice(
s,a));o*=e,r=r*e+u,r>=ze&&(o=o+(r/ze|0),r=r%ze)}return i(-24,-18),i(-18,-12),i(-12,-6),i(-6),n?hr(r,o):Bt(r,o)}function lr(t,n){
let e=Bt(t,n),r=e.hi&2147483648;r&&(e=hr(e.lo,e.hi));let o=Tt(e.lo,e.hi);return r?"-"+o:o}function Tt(t,n){if({lo:t,hi:n}=
Zo(t,n),n<=2097151)return String(ze*n+t);let e=t&16777215,r=(t>>>24|n<<8)&16777215,o=n>>16&65535,i=e+r*6777216+o*6710656,
s=r+o*8147497,a=o*2,u=1e7;return i>=u&&(s+=Math.floor(i/u),i%=u),s>=u&&(a+=Math.floor(s/u),s%=u),a.toString()+ur(s)+ur(i)}
function Zo(t,n){return{lo:t>>>0,hi:n>>>0}}function Bt(t,n){return{lo:t|0,hi:n|0}}function hr(t,n){return n=~n,t?t=~t+1:
n+=1,Bt(t,n)}var ur=t=>{let n=String(t);return"0000000".slice(n.length)+n};function fr(){let t=this.buf[this.pos++];if((t&128)===0)return this.assertBounds(),t;let n=t&127;if(t=this.buf[this.pos++],
n|=(t&127)<<7,(t&128)===0)return this.assertBounds(),n;if(t=this.buf[this.pos++],n|=(t&127)<<14,(t&128)===0)return this.
assertBounds(),n;if(t=this.buf[this.pos++],n|=(t&127)<<21,(t&128)===0)return this.assertBounds(),n;t=this.buf[this.pos++],
n|=(t&15)<<28;for(let e=5;(t&128)!==0&&e<10;e++)t=this.buf[this.pos++];if((t&128)!==0)throw new Error("invalid varint");
return this.assertBounds(),n>>>0}var N=ea();function ea(){let t=new DataView(new ArrayBuffer(8));if(typeof BigInt=="function"&&typeof t.getBigInt64=="fun\
ction"&&typeof t.getBigUint64=="function"&&typeof t.setBigInt64=="function"&&typeof t.setBigUint64=="function"&&(!!globalThis.
Deno||!!globalThis.Bun||typeof process!="object"||typeof process.env!="object"||process.env.BUF_BIGINT_DISABLE!=="1")){let e=BigInt(
"-9223372036854775808"),r=BigInt("9223372036854775807"),o=BigInt("0"),i=BigInt("18446744073709551615");return{zero:BigInt(
0),supported:!0,parse(s){let a=typeof s=="bigint"?s:BigInt(s);if(a>r||a<e)throw new Error(`invalid int64: ${s}`);return a},
uParse(s){let a=typeof s=="bigint"?s:BigInt(s);if(a>i||a<o)throw new Error(`invalid uint64: ${s}`);return a},enc(s){return t.
setBigInt64(0,this.parse(s),!0),{lo:t.getInt32(0,!0),hi:t.getInt32(4,!0)}},uEnc(s){return t.setBigInt64(0,this.uParse(s),
!0),{lo:t.getInt32(0,!0),hi:t.getInt32(4,!0)}},dec(s,a){return t.setInt32(0,s,!0),t.setInt32(4,a,!0),t.getBigInt64(0,!0)},
uDec(s,a){return t.setInt32(0,s,!0),t.setInt32(4,a,!0),t.getBigUint64(0,!0)}}}return{zero:"0",supported:!1,parse(e){return typeof e!=
"string"&&(e=e.toString()),pr(e),e},uParse(e){return typeof e!="string"&&(e=e.toString()),br(e),e},enc(e){return typeof e!=
"string"&&(e=e.toString()),pr(e),Ct(e)},uEnc(e){return typeof e!="string"&&(e=e.toString()),br(e),Ct(e)},dec(e,r){return lr(
e,r)},uDec(e,r){return Tt(e,r)}}}function pr(t){if(!/^-?[0-9]+$/.test(t))throw new Error("invalid int64: "+t)}function br(t){
if(!/^[0-9]+$/.test(t))throw new Error("invalid uint64: "+t)}var Mt;function ta(t){var n;Mt=Object.assign(Object.assign({},t),{encodeUtf8Into:(n=t.encodeUtf8Into)!==null&&n!==void 0?
n:$t(t.encodeUtf8.bind(t))})}function qt(){if(!Mt){let t=globalThis;if(!t.TextEncoder||!t.TextDecoder)throw new Error("e\
ncoding API missing: install TextEncoder and TextDecoder on globalThis");let n=new t.TextEncoder,e=new t.TextDecoder("ut\
f-8",{ignoreBOM:!0}),r,o={encodeUtf8(s){return n.encode(s)},decodeUtf8(s,a){return a?(r||(r=new t.TextDecoder("utf-8",{fatal:!0,
ignoreBOM:!0})),r.decode(s)):e.decode(s)},checkUtf8(s){try{return encodeURIComponent(s),!0}catch{return!1}}};n.encodeInto&&
(o.encodeUtf8Into=n.encodeInto.bind(n));let i=String.prototype.isWellFormed;i&&(o.checkUtf8=s=>i.call(s)),ta(o)}return Mt}
function $t(t){return(n,e)=>{let r=t(n);return e.set(r),{written:r.byteLength}}}var Y;(function(t){t[t.Varint=0]="Varint",t[t.Bit64=1]="Bit64",t[t.LengthDelimited=2]="LengthDelimited",t[t.StartGroup=3]=
"StartGroup",t[t.EndGroup=4]="EndGroup",t[t.Bit32=5]="Bit32"})(Y||(Y={}));var na=4294967295,ra=2147483647,sa=-2147483648,w=class{constructor(n){this.stackPos=[],this.encodeUtf8Into=n?$t(n):qt().
encodeUtf8Into,this.buffer=mr,this.viewCache=oa,this.pos=0}ensureCapacity(n){let e=this.pos+n;if(e>this.buffer.length){let r=this.
buffer.length||ia;for(;r<e;)r*=2;let o=new Uint8Array(r);this.pos>0&&o.set(this.buffer),this.buffer=o}}view(){let n=this.
buffer,e=this.viewCache;if(e.byteLength===n.byteLength)return e;let r=new DataView(n.buffer);return this.viewCache=r,r}finish(){
let n=this.buffer.slice(0,this.pos);return this.pos=0,this.stackPos=[],n}fork(){return this.stackPos.push(this.pos),this.
ensureCapacity(_e),this.buffer[this.pos++]=0,this}join(){let n=this.stackPos.pop();if(n===void 0)throw new Error("invali\
d state, fork stack empty");let e=this.pos-n-_e,r=Ut(e);return r>_e&&(this.ensureCapacity(r-_e),this.buffer.copyWithin(n+
r,n+_e,this.pos)),this.pos=n,this.uint32(e),this.pos+=e,this}tag(n,e){return this.uint32((n<<3|e)>>>0)}raw(n){return this.
ensureCapacity(n.length),this.buffer.set(n,this.pos),this.pos+=n.length,this}uint32(n){if(gr(n),this.ensureCapacity(5),n<
128)return this.buffer[this.pos++]=n,this;for(;n>127;)this.buffer[this.pos++]=n&127|128,n>>>=7;return this.buffer[this.pos++]=
n,this}int32(n){if(It(n),n>=0)return this.uint32(n);this.ensureCapacity(10);for(let e=0;e<9;e++)this.buffer[this.pos++]=
n&127|128,n>>=7;return this.buffer[this.pos++]=1,this}bool(n){return this.ensureCapacity(1),this.buffer[this.pos++]=n?1:
0,this}bytes(n){return this.uint32(n.byteLength),this.raw(n)}string(n){typeof n!="string"&&(n=String(n));let e=n.length;
if(e<=yr){this.ensureCapacity(e+1);let u=this.buffer,d=this.pos;u[d++]=e;let l=0;for(;l<e;l++){let p=n.charCodeAt(l);if(p>
127)break;u[d++]=p}if(l==e)return this.pos=d,this}this.ensureCapacity(e*3+5);let r=Ut(e),o=this.buffer,i=this.pos,{written:s}=this.
encodeUtf8Into(n,o.subarray(i+r)),a=Ut(s);return a!=r&&o.copyWithin(i+a,i+r,i+r+s),this.uint32(s),this.pos+=s,this}float(n){
return aa(n),this.ensureCapacity(4),this.view().setFloat32(this.pos,n,!0),this.pos+=4,this}double(n){return this.ensureCapacity(
8),this.view().setFloat64(this.pos,n,!0),this.pos+=8,this}fixed32(n){return gr(n),this.ensureCapacity(4),this.view().setUint32(
this.pos,n,!0),this.pos+=4,this}sfixed32(n){return It(n),this.ensureCapacity(4),this.view().setInt32(this.pos,n,!0),this.
pos+=4,this}sint32(n){return It(n),this.uint32((n<<1^n>>31)>>>0)}sfixed64(n){let e=N.enc(n);this.ensureCapacity(8);let r=this.
view();return r.setInt32(this.pos,e.lo,!0),r.setInt32(this.pos+4,e.hi,!0),this.pos+=8,this}fixed64(n){let e=N.uEnc(n);this.
ensureCapacity(8);let r=this.view();return r.setInt32(this.pos,e.lo,!0),r.setInt32(this.pos+4,e.hi,!0),this.pos+=8,this}int64(n){
let e=N.enc(n);return this.writeVarint64(e.lo,e.hi)}sint64(n){let e=N.enc(n),r=e.hi>>31,o=e.lo<<1^r,i=(e.hi<<1|e.lo>>>31)^
r;return this.writeVarint64(o,i)}uint64(n){let e=N.uEnc(n);return this.writeVarint64(e.lo,e.hi)}writeVarint64(n,e){this.
ensureCapacity(10);let r=this.buffer,o=this.pos;for(let a=0;a<28;a=a+7){let u=n>>>a,d=!(!(u>>>7)&&e==0);if(r[o++]=(d?u|128:
u)&255,!d)return this.pos=o,this}let i=n>>>28&15|(e&7)<<4,s=e>>3!=0;if(r[o++]=(s?i|128:i)&255,!s)return this.pos=o,this;
for(let a=3;a<31;a=a+7){let u=e>>>a,d=!!(u>>>7);if(r[o++]=(d?u|128:u)&255,!d)return this.pos=o,this}return r[o++]=e>>>31&
1,this.pos=o,this}},ia=128,_e=1,mr=new Uint8Array(0),oa=new DataView(mr.buffer),yr=32;function Ut(t){return t<128?1:t<16384?
2:t<2097152?3:t<268435456?4:5}var f=class{constructor(n,e=qt().decodeUtf8){this.decodeUtf8=e,this.varint64Lo=0,this.varint64Hi=
0,this.varint64=dr,this.uint32=fr,this.buf=n,this.len=n.length,this.pos=0,this.view=new DataView(n.buffer,n.byteOffset,n.
byteLength)}tag(){let n=this.pos,e=this.uint32(),r=this.pos-n;if(r>5||r==5&&this.buf[this.pos-1]>15)throw new Error("ill\
egal tag: varint overflows uint32");let o=e>>>3,i=e&7;if(o<=0||i>5)throw new Error("illegal tag: field no "+o+" wire typ\
e "+i);return[o,i]}skip(n,e,r=100){let o=this.pos;switch(n){case Y.Varint:for(;this.buf[this.pos++]&128;);break;case Y.Bit64:
this.pos+=4;case Y.Bit32:this.pos+=4;break;case Y.LengthDelimited:let i=this.uint32();this.pos+=i;break;case Y.StartGroup:
if(r<=0)throw new Error("maximum recursion depth reached");for(;;){let[s,a]=this.tag();if(a===Y.EndGroup){if(e!==void 0&&
s!==e)throw new Error("invalid end group tag");break}this.skip(a,s,r-1)}break;default:throw new Error("cant skip wire ty\
pe "+n)}return this.assertBounds(),this.buf.subarray(o,this.pos)}assertBounds(){if(this.pos>this.len)throw new RangeError(
"premature EOF")}int32(){return this.uint32()|0}sint32(){let n=this.uint32();return n>>>1^-(n&1)}int64(){return this.varint64(),
N.dec(this.varint64Lo,this.varint64Hi)}uint64(){return this.varint64(),N.uDec(this.varint64Lo,this.varint64Hi)}sint64(){
this.varint64();let n=this.varint64Lo,e=this.varint64Hi,r=-(n&1);return n=(n>>>1|(e&1)<<31)^r,e=e>>>1^r,N.dec(n,e)}bool(){
let n=this.buf[this.pos];return n<128?(this.pos++,n!==0):(this.varint64(),this.varint64Lo!==0||this.varint64Hi!==0)}fixed32(){
return this.view.getUint32((this.pos+=4)-4,!0)}sfixed32(){return this.view.getInt32((this.pos+=4)-4,!0)}fixed64(){return N.
uDec(this.sfixed32(),this.sfixed32())}sfixed64(){return N.dec(this.sfixed32(),this.sfixed32())}float(){return this.view.
getFloat32((this.pos+=4)-4,!0)}double(){return this.view.getFloat64((this.pos+=8)-8,!0)}bytes(){let n=this.uint32(),e=this.
pos;return this.pos+=n,this.assertBounds(),this.buf.subarray(e,e+n)}string(n){let e=this.uint32(),r=this.pos;this.pos+=e,
this.assertBounds();let o=this.buf;if(e<=yr){let i=new Array(e);for(let s=0;s<e;s++){let a=o[r+s];if(a>127)return this.decodeUtf8(
o.subarray(r,this.pos),n);i[s]=a}return String.fromCharCode.apply(String,i)}return this.decodeUtf8(o.subarray(r,this.pos),
n)}};function It(t){if(typeof t=="string")t=Number(t);else if(typeof t!="number")throw new Error("invalid int32: "+typeof t);
if(!Number.isInteger(t)||t>ra||t<sa)throw new Error("invalid int32: "+t)}function gr(t){if(typeof t=="string")t=Number(t);else if(typeof t!=
"number")throw new Error("invalid uint32: "+typeof t);if(!Number.isInteger(t)||t>na||t<0)throw new Error("invalid uint32\
: "+t)}function aa(t){if(typeof t=="string"){let n=t;if(t=Number(t),Number.isNaN(t)&&n!=="NaN")throw new Error("invalid \
float32: "+n)}else if(typeof t!="number")throw new Error("invalid float32: "+typeof t);if(!Number.isFinite(Math.fround(t))&&
Number.isFinite(t))throw new Error("invalid float32: "+t)}function ca(){return{code:0,message:"",temporary:!1}}var Je={encode(t,n=new w){throw new Error("encode not generated for\
 PbError")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error(
"protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ca();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{if(s!==18)break;i.message=
e.string();continue}case 3:{if(s!==24)break;i.temporary=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function ua(){return{user:"",client:"",connInfo:new Uint8Array(0),chanInfo:new Uint8Array(0)}}
var ue={encode(t,n=new w){throw new Error("encode not generated for PbClientInfo")},decode(t,n){let e=t instanceof f?t:new f(
t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?e.len:e.pos+n,i=ua();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.user=
e.string();continue}case 2:{if(s!==18)break;i.client=e.string();continue}case 3:{if(s!==26)break;i.connInfo=e.bytes();continue}case 4:{
if(s!==34)break;i.chanInfo=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function da(){return{data:new Uint8Array(0),info:void 0,offset:0n,tags:new Map,delta:!1,time:0n,channel:"",key:"",removed:!1,
score:0n,epoch:"",version:0n}}var ve={encode(t,n=new w){throw new Error("encode not generated for PbPublication")},decode(t,n){
let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=da();for(;e.pos<o;){let s=e.uint32();
switch(s>>>3){case 4:{if(s!==34)break;i.data=e.bytes();continue}case 5:{if(s!==42)break;i.info=ue.decode(e,e.uint32());continue}case 6:{
if(s!==48)break;i.offset=e.uint64();continue}case 7:{if(s!==58)break;let a=ha.decode(e,e.uint32());a.value!==void 0&&i.tags.
set(a.key,a.value);continue}case 8:{if(s!==64)break;i.delta=e.bool();continue}case 9:{if(s!==72)break;i.time=e.int64();continue}case 10:{
if(s!==82)break;i.channel=e.string();continue}case 11:{if(s!==90)break;i.key=e.string();continue}case 12:{if(s!==96)break;
i.removed=e.bool();continue}case 13:{if(s!==104)break;i.score=e.sint64();continue}case 14:{if(s!==114)break;i.epoch=e.string();
continue}case 16:{if(s!==128)break;i.version=e.uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function la(){return{key:"",value:""}}var ha={encode(t,n=new w){throw new Error("encode not \
generated for PbPublication_TagsEntry")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)
throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.
len:e.pos+n,i=la();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{
if(s!==18)break;i.value=e.string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function fa(){return{offset:0n,epoch:""}}var At={encode(t,n=new w){if(t.offset!==0n){if(BigInt.asUintN(64,t.offset)!==
t.offset)throw new globalThis.Error("value provided for field message.offset of type uint64 too large");n.uint32(8).uint64(
t.offset)}return t.epoch!==""&&n.uint32(18).string(t.epoch),n},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=fa();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.offset=e.uint64();continue}case 2:{
if(s!==18)break;i.epoch=e.string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function pa(){return{client:"",version:"",expires:!1,ttl:0,data:new Uint8Array(0),subs:new Map,ping:0,pong:!1,session:"",
node:"",time:0n,flag:0n,subErrors:new Map}}var wr={encode(t,n=new w){throw new Error("encode not generated for PbConnect\
Result")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("\
protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=pa();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==24)break;i.expires=e.bool();continue}case 4:{if(s!==32)break;i.ttl=e.uint32();continue}case 5:{
if(s!==42)break;i.data=e.bytes();continue}case 6:{if(s!==50)break;let a=ga.decode(e,e.uint32());a.value!==void 0&&i.subs.
set(a.key,a.value);continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{if(s!==64)break;i.pong=e.bool();continue}case 9:{
if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;i.node=e.string();continue}case 11:{if(s!==88)break;
i.time=e.int64();continue}case 12:{if(s!==96)break;i.flag=e.int64();continue}case 100:{if(s!==802)break;let a=ya.decode(
e,e.uint32());a.value!==void 0&&i.subErrors.set(a.key,a.value);continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{
e.__tsProtoDecodeDepth=r}}};function ba(){return{key:"",value:void 0}}var ga={encode(t,n=new w){throw new Error("encode \
not generated for PbConnectResult_SubsEntry")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=
100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?
e.len:e.pos+n,i=ba();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{
if(s!==18)break;i.value=Pe.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function ma(){return{key:"",value:void 0}}var ya={encode(t,n=new w){throw new Error("encode not generated for PbCon\
nectResult_SubErrorsEntry")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ma();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
Je.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function wa(){return{client:"",version:"",expires:!1,ttl:0}}var _r={encode(t,n=new w){throw new Error("encode not genera\
ted for PbRefreshResult")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=wa();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==24)break;i.expires=e.bool();continue}case 4:{if(s!==32)break;i.ttl=e.uint32();continue}}
if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function _a(){return{expires:!1,ttl:0,recoverable:!1,epoch:"",publications:[],recovered:!1,offset:0n,positioned:!1,data:new Uint8Array(
0),wasRecovering:!1,delta:!1,id:0n,recovery:0}}var Pe={encode(t,n=new w){throw new Error("encode not generated for PbSub\
scribeResult")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error(
"protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=_a();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=
e.uint32();continue}case 3:{if(s!==24)break;i.recoverable=e.bool();continue}case 6:{if(s!==50)break;i.epoch=e.string();continue}case 7:{
if(s!==58)break;i.publications.push(ve.decode(e,e.uint32()));continue}case 8:{if(s!==64)break;i.recovered=e.bool();continue}case 9:{
if(s!==72)break;i.offset=e.uint64();continue}case 10:{if(s!==80)break;i.positioned=e.bool();continue}case 11:{if(s!==90)
break;i.data=e.bytes();continue}case 12:{if(s!==96)break;i.wasRecovering=e.bool();continue}case 13:{if(s!==104)break;i.delta=
e.bool();continue}case 14:{if(s!==112)break;i.id=e.int64();continue}case 100:{if(s!==800)break;i.recovery=e.int32();continue}}
if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function va(){return{expires:!1,ttl:0}}var vr={encode(t,n=new w){throw new Error("encode not generated for PbSubRefreshR\
esult")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("p\
rotobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=va();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=e.uint32();
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Pa(){return{}}var Pr={encode(t,n=new w){throw new Error("encode not generated for PbUnsubscribeResult")},decode(t,n){
let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recurs\
ion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Pa();for(;e.pos<o;){let s=e.uint32();
if(s>>>3,(s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function ka(){return{offset:0n,epoch:"",duplicate:!1}}var kr={encode(t,n=new w){throw new Error("encode not generated fo\
r PbPublishResult")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ka();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 100:{if(s!==800)break;i.offset=e.uint64();continue}case 101:{if(s!==810)break;
i.epoch=e.string();continue}case 102:{if(s!==816)break;i.duplicate=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&
7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ra(){return{presence:new Map,truncated:!1}}var Rr={encode(t,n=new w){throw new Error("encode not generated for \
PbPresenceResult")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ra();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;let a=xa.decode(e,e.uint32());a.value!==void 0&&i.presence.
set(a.key,a.value);continue}case 100:{if(s!==800)break;i.truncated=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&
7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Da(){return{key:"",value:void 0}}var xa={encode(t,n=new w){throw new Error(
"encode not generated for PbPresenceResult_PresenceEntry")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Da();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{
if(s!==18)break;i.value=ue.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Ea(){return{numClients:0,numUsers:0}}var Dr={encode(t,n=new w){throw new Error("encode not generated for PbPres\
enceStatsResult")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ea();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.numClients=e.uint32();continue}case 2:{if(s!==16)break;i.
numUsers=e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Sa(){return{publications:[],epoch:"",offset:0n,truncated:!1}}var xr={encode(t,n=new w){throw new Error("encode \
not generated for PbHistoryResult")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Sa();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.publications.push(ve.decode(e,e.uint32()));continue}case 2:{
if(s!==18)break;i.epoch=e.string();continue}case 3:{if(s!==24)break;i.offset=e.uint64();continue}case 100:{if(s!==800)break;
i.truncated=e.bool();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ca(){return{}}var Er={encode(t,n=new w){throw new Error("encode not generated for PbPingResult")},decode(t,n){let e=t instanceof
f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ca();for(;e.pos<o;){let s=e.uint32();if(s>>>3,(s&7)===4||
s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ta(){return{data:new Uint8Array(0)}}var Sr={encode(t,n=new w){throw new Error("encode not generated for PbRpcRe\
sult")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("pr\
otobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ta();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&
7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ba(){return{id:0n,channel:"",event:void 0}}var Cr={encode(t,n=new w){throw new Error("encode not generated for \
PbPush")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("\
protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ba();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.int64();continue}case 2:{if(s!==18)break;i.channel=e.string();
continue}case 4:{if(s!==34)break;i.event={$case:"pub",value:ve.decode(e,e.uint32())};continue}case 5:{if(s!==42)break;i.
event={$case:"join",value:qa.decode(e,e.uint32())};continue}case 6:{if(s!==50)break;i.event={$case:"leave",value:Ua.decode(
e,e.uint32())};continue}case 7:{if(s!==58)break;i.event={$case:"unsubscribe",value:Aa.decode(e,e.uint32())};continue}case 8:{
if(s!==66)break;i.event={$case:"message",value:Fa.decode(e,e.uint32())};continue}case 9:{if(s!==74)break;i.event={$case:"\
subscribe",value:La.decode(e,e.uint32())};continue}case 10:{if(s!==82)break;i.event={$case:"connect",value:Oa.decode(e,e.
uint32())};continue}case 11:{if(s!==90)break;i.event={$case:"disconnect",value:za.decode(e,e.uint32())};continue}case 12:{
if(s!==98)break;i.event={$case:"refresh",value:Ka.decode(e,e.uint32())};continue}case 100:{if(s!==802)break;i.event={$case:"\
gap",value:Ya.decode(e,e.uint32())};continue}case 101:{if(s!==810)break;i.event={$case:"position",value:At.decode(e,e.uint32())};
continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ma(){return{info:void 0}}
var qa={encode(t,n=new w){throw new Error("encode not generated for PbJoin")},decode(t,n){let e=t instanceof f?t:new f(t),
r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=
r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ma();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.info=
ue.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function $a(){
return{info:void 0}}var Ua={encode(t,n=new w){throw new Error("encode not generated for PbLeave")},decode(t,n){let e=t instanceof
f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=$a();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.info=ue.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Ia(){return{code:0,reason:""}}var Aa={encode(t,n=new w){throw new Error("encode not generated for PbUnsubs\
cribe")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("p\
rotobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ia();for(;e.pos<
o;){let s=e.uint32();switch(s>>>3){case 2:{if(s!==16)break;i.code=e.uint32();continue}case 3:{if(s!==26)break;i.reason=e.
string();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Na(){return{
data:new Uint8Array(0)}}var Fa={encode(t,n=new w){throw new Error("encode not generated for PbMessage")},decode(t,n){let e=t instanceof
f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Na();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==10)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Wa(){return{recoverable:!1,epoch:"",offset:0n,positioned:!1,data:new Uint8Array(0)}}var La={encode(t,n=new w){
throw new Error("encode not generated for PbSubscribe")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Wa();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.recoverable=e.bool();
continue}case 4:{if(s!==34)break;i.epoch=e.string();continue}case 5:{if(s!==40)break;i.offset=e.uint64();continue}case 6:{
if(s!==48)break;i.positioned=e.bool();continue}case 7:{if(s!==58)break;i.data=e.bytes();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function ja(){return{client:"",version:"",data:new Uint8Array(0),
subs:new Map,expires:!1,ttl:0,ping:0,pong:!1,session:"",node:"",time:0n}}var Oa={encode(t,n=new w){throw new Error("enco\
de not generated for PbConnect")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=ja();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.client=e.string();continue}case 2:{if(s!==18)break;i.version=
e.string();continue}case 3:{if(s!==26)break;i.data=e.bytes();continue}case 4:{if(s!==34)break;let a=Va.decode(e,e.uint32());
a.value!==void 0&&i.subs.set(a.key,a.value);continue}case 5:{if(s!==40)break;i.expires=e.bool();continue}case 6:{if(s!==
48)break;i.ttl=e.uint32();continue}case 7:{if(s!==56)break;i.ping=e.uint32();continue}case 8:{if(s!==64)break;i.pong=e.bool();
continue}case 9:{if(s!==74)break;i.session=e.string();continue}case 10:{if(s!==82)break;i.node=e.string();continue}case 11:{
if(s!==88)break;i.time=e.int64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=
r}}};function Ha(){return{key:"",value:void 0}}var Va={encode(t,n=new w){throw new Error("encode not generated for PbCon\
nect_SubsEntry")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ha();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==10)break;i.key=e.string();continue}case 2:{if(s!==18)break;i.value=
Pe.decode(e,e.uint32());continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ga(){
return{code:0,reason:"",reconnect:!1,reconnectAfterMs:0}}var za={encode(t,n=new w){throw new Error("encode not generated\
 for PbDisconnect")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.
Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ga();for(;e.
pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.code=e.uint32();continue}case 2:{if(s!==18)break;i.reason=
e.string();continue}case 3:{if(s!==24)break;i.reconnect=e.bool();continue}case 100:{if(s!==800)break;i.reconnectAfterMs=
e.uint32();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Ja(){return{
expires:!1,ttl:0}}var Ka={encode(t,n=new w){throw new Error("encode not generated for PbRefresh")},decode(t,n){let e=t instanceof
f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");
e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Ja();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{
if(s!==8)break;i.expires=e.bool();continue}case 2:{if(s!==16)break;i.ttl=e.uint32();continue}}if((s&7)===4||s===0)break;
e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Xa(){return{from:0n,to:0n,epoch:"",count:0n}}var Ya={encode(t,n=new w){
throw new Error("encode not generated for PbGap")},decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??
0;if(r>=100)throw new globalThis.Error("protobuf decode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===
void 0?e.len:e.pos+n,i=Xa();for(;e.pos<o;){let s=e.uint32();switch(s>>>3){case 1:{if(s!==8)break;i.from=e.uint64();continue}case 2:{
if(s!==16)break;i.to=e.uint64();continue}case 3:{if(s!==26)break;i.epoch=e.string();continue}case 4:{if(s!==32)break;i.count=
e.uint64();continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};function Qa(){return{id:0,result:void 0}}var Tr={encode(t,n=new w){throw new Error("encode not generated for PbReply")},
decode(t,n){let e=t instanceof f?t:new f(t),r=e.__tsProtoDecodeDepth??0;if(r>=100)throw new globalThis.Error("protobuf d\
ecode recursion limit exceeded");e.__tsProtoDecodeDepth=r+1;try{let o=n===void 0?e.len:e.pos+n,i=Qa();for(;e.pos<o;){let s=e.
uint32();switch(s>>>3){case 1:{if(s!==8)break;i.id=e.uint32();continue}case 2:{if(s!==18)break;i.result={$case:"error",value:Je.
decode(e,e.uint32())};continue}case 4:{if(s!==34)break;i.result={$case:"push",value:Cr.decode(e,e.uint32())};continue}case 5:{
if(s!==42)break;i.result={$case:"connect",value:wr.decode(e,e.uint32())};continue}case 6:{if(s!==50)break;i.result={$case:"\
subscribe",value:Pe.decode(e,e.uint32())};continue}case 7:{if(s!==58)break;i.result={$case:"unsubscribe",value:Pr.decode(
e,e.uint32())};continue}case 8:{if(s!==66)break;i.result={$case:"publish",value:kr.decode(e,e.uint32())};continue}case 9:{
if(s!==74)break;i.result={$case:"presence",value:Rr.decode(e,e.uint32())};continue}case 10:{if(s!==82)break;i.result={$case:"\
presenceStats",value:Dr.decode(e,e.uint32())};continue}case 11:{if(s!==90)break;i.result={$case:"history",value:xr.decode(
e,e.uint32())};continue}case 12:{if(s!==98)break;i.result={$case:"ping",value:Er.decode(e,e.uint32())};continue}case 13:{
if(s!==106)break;i.result={$case:"rpc",value:Sr.decode(e,e.uint32())};continue}case 14:{if(s!==114)break;i.result={$case:"\
refresh",value:_r.decode(e,e.uint32())};continue}case 15:{if(s!==122)break;i.result={$case:"subRefresh",value:vr.decode(
e,e.uint32())};continue}}if((s&7)===4||s===0)break;e.skip(s&7)}return i}finally{e.__tsProtoDecodeDepth=r}}};var Br={1:"token",4:"name",5:"version",100:"previousSession",101:"gapSupport"},Za={4:["connect",Br],5:["subscribe",{1:"c\
hannel",2:"token",3:"recover",6:"epoch",7:"offset",9:"positioned",10:"recoverable",11:"joinLeave"}],6:["unsubscribe",{1:"\
channel"}],7:["publish",{1:"channel",2:"data",100:"idempotencyKey"}],8:["presence",{1:"channel"}],9:["presenceStats",{1:"\
channel"}],10:["history",{1:"channel",7:"limit",9:"reverse"}],14:["refresh",{1:"token"}],15:["subRefresh",{1:"channel",2:"\
token"}]};function Mr(t){let n=Ke(t).find(({number:e})=>e===1)?.value;return{title:"connect",channel:"",detail:$r(Nt(n),
Br)}}function qr(t){return Ke(t).filter(({number:e})=>e===3).map(({value:e})=>{for(let{number:r,value:o}of Ke(Nt(e))){let[
i,s]=Za[r]??[];if(!i||!s)continue;let a=$r(Nt(o),s);return{title:i,channel:String(a.channel??""),detail:a}}return{title:"\
pong",channel:"",detail:{}}})}function $r(t,n){let e=Ke(t).filter(({number:r})=>n[r]);return Object.fromEntries(e.map(({
number:r,value:o})=>[n[r],typeof o=="bigint"?Number(o):new TextDecoder().decode(o)]))}function Nt(t){return t instanceof
Uint8Array?t:new Uint8Array}function Ke(t){let n=[],e=0,r=()=>{let o=0n;for(let i=0n;e<t.length;i+=7n){let s=t[e++];if(o|=
BigInt(s&127)<<i,s<128)break}return o};for(;e<t.length;){let o=Number(r());if((o&7)!==0&&(o&7)!==2)break;let i=r();(o&7)===
2&&(i=t.subarray(e,e+=Number(i))),n.push({number:o>>>3,value:i})}return n}var ec=300,Xe=class{constructor(n){this.changed=n}changed;entries=[];watched=new Map;connection="";reconnects=0;#e=0;follow(n){
n.on("connecting",({code:e,reason:r})=>{this.connection&&this.reconnects++,this.connection="",this.note("connecting",`${e}\
: ${r}`)}),n.on("connected",e=>{this.connection=e.client,this.note("connected",`connection ${e.client}, server ${e.version}`)}),
n.on("disconnected",({code:e,reason:r})=>{this.connection="",this.note("disconnected",`${e}: ${r}`)}),n.on("error",({code:e,
message:r})=>this.note("error",`${e}: ${r}`))}watch(n){let e={subscription:n,outcome:"",received:0};this.watched.set(n.channel,
e),n.on("subscribed",({outcome:r})=>{e.outcome=r,this.changed()}),n.on("publication",()=>e.received++),n.on("unsubscribe\
d",({code:r,reason:o})=>this.note("unsubscribed",`${r}: ${o}`,n.channel)),n.on("error",({code:r,message:o})=>this.note("\
error",`${r}: ${o}`,n.channel))}unwatch(n){this.watched.delete(n),this.changed()}clear(){this.entries=[],this.changed()}note(n,e,r=""){
this.#r({direction:"note",title:n,channel:r,bytes:0,detail:e})}tap(n){return async(e,r)=>{let o=String(e).split("/").at(
-1)??"";r?.body instanceof Uint8Array&&this.#t(o,r.body);let i=await n(e,r);if(o!=="Listen"||!i.body)return i;let s=new Ye(
u=>this.#n(u)),a=i.body.pipeThrough(new TransformStream({transform(u,d){s.take(u),d.enqueue(u)}}));return new Response(a,
i)}}#t(n,e){new Ye(o=>{(n==="Listen"?[Mr(o)]:qr(o)).forEach(({title:s,channel:a,detail:u},d)=>{this.#r({direction:"up",title:s,
channel:a,bytes:d===0?o.length:0,detail:Ft(u)})})}).take(e)}#n(n){let e=Tr.decode(n),r=n.length,o=e.result;if(!o)return this.#r(
{direction:"down",title:"ping",channel:"",bytes:r,detail:""});if(o.$case!=="push")return this.#r({direction:"down",title:`${o.
$case} reply`,channel:"",bytes:r,detail:Ft(e)});let{channel:i,event:s}=o.value,a=s?.$case==="pub"&&s.value.offset>0n?` #${s.
value.offset}`:"",u=(s?.$case==="pub"?"publication":s?.$case??"push")+a;this.#r({direction:"down",title:u,channel:i,bytes:r,
detail:Ft(s?.value)})}#r(n){this.entries=[{...n,id:this.#e++,time:Date.now()},...this.entries.slice(0,ec-1)],this.changed()}},
Ye=class{constructor(n){this.message=n}message;#e=new Uint8Array;take(n){let e=new Uint8Array(this.#e.length+n.length);for(e.
set(this.#e),e.set(n,this.#e.length);e.length>=5;){let r=5+new DataView(e.buffer,e.byteOffset).getUint32(1);if(e.length<
r)break;e[0]===0&&this.message(e.slice(5,r)),e=e.subarray(r)}this.#e=e}};function Ft(t){return JSON.stringify(t,tc,2)??""}
function tc(t,n){if(typeof n=="bigint")return Number(n);if(n instanceof Uint8Array)return new TextDecoder().decode(n);if(n instanceof
Map)return Object.fromEntries(n);if(t==="token"&&typeof n=="string"&&n)return`${n.slice(0,12)}\u2026`;if(!(n===""||n===!1))
return n}function Ur(t,n){return{id:t,name:n,direct:!1,members:[],lastSeq:0,last:void 0,messages:[],loaded:!1,complete:!1,divider:void 0}}
function de(t,n){return t.direct?t.members.find(e=>e.id!==n)?.name??"Only me":t.name}function ke(t,n){let e=t.members.find(
({id:r})=>r===n);return e?Math.max(0,t.lastSeq-e.read):0}function re(t){return t.messages.findLast(({seq:n})=>n!==void 0)?.
seq??0}function Q(t,n){let e=new Map(t.messages.map(o=>[o.id,o]));for(let o of n)e.set(o.id,o),o.seq!==void 0&&o.seq>=t.
lastSeq&&(t.lastSeq=o.seq,t.last=o);let r=({seq:o})=>o??1/0;t.messages=[...e.values()].sort((o,i)=>r(o)===r(i)?o.time-i.
time:r(o)-r(i))}var Ir=4e3,nc=2e3,rc=6e3,sc=[D.NotAccepted,D.Buffered,D.Refused],le=class{constructor(n,e,r,o){this.me=n;this.network=e;
this.client=new cr(r,{name:"messenger",minReconnectDelay:200,maxReconnectDelay:5e3,...o,fetch:this.inspector.tap(e.fetch)}),
this.inspector.follow(this.client);for(let i of["connecting","connected"])this.client.on(i,()=>this.changed());this.client.
on("error",({code:i,message:s})=>sc.includes(i)&&this.notify({text:s})),globalThis.addEventListener("online",this.#h),document.
addEventListener("visibilitychange",this.#d)}me;network;rooms=new Map;client;inspector=new Xe(()=>this.changed());current;present=[];notice;fatal;loaded=!1;#e=new Set;#t=new Map;#n=0;#r=!1;#a=0;#o=!1;#s;#i;subscribe(n){
return this.#e.add(n),()=>{this.#e.delete(n)}}changed(){this.#r||(this.#r=!0,queueMicrotask(()=>{this.#r=!1;for(let n of this.#e)
n()}))}get typing(){return[...this.#t.values()].map(({name:n})=>n)}get unread(){return[...this.rooms.values()].reduce((n,e)=>n+
ke(e,this.me.id),0)}notify(n){this.notice=n,clearTimeout(this.#a),this.#a=setTimeout(()=>{this.notice=void 0,this.changed()},
rc),this.changed()}fail(n,e){this.fatal={title:n,text:e},this.close(),this.changed()}close(){globalThis.removeEventListener(
"online",this.#h),document.removeEventListener("visibilitychange",this.#d),this.client.disconnect()}open(n){let e=this.rooms.
get(n);if(!e||e===this.current)return;this.closeRoom(),this.current=e;let r=ke(e,this.me.id);e.divider=r>0?e.lastSeq-r:void 0,
this.changed(),this.entered(e),this.markRead()}closeRoom(){let n=this.current;n&&(this.current=void 0,this.present=[],this.#t.
clear(),this.left(n),this.changed())}markRead(){let n=this.current;if(!n||document.visibilityState!=="visible")return;let e=re(
n),r=n.members.find(({id:o})=>o===this.me.id);!r||e<=r.read||(r.read=e,this.mark(n,e),this.changed())}send(n){let e=this.
current;if(!e||!n.trim())return;this.#n=0,e.divider=void 0;let{id:r,name:o}=this.me,i={id:crypto.randomUUID(),room:e.id,
seq:void 0,author:r,name:o,kind:"text",text:n.trim(),time:Date.now()};Q(e,[i]),this.changed(),this.#u()}retry(n){delete n.
failed,this.changed(),this.#u()}discard(n){let e=this.rooms.get(n.room);e&&(e.messages=e.messages.filter(({id:r})=>r!==n.
id)),this.changed()}take(n,e){Q(n,e);for(let{author:r}of e)this.#t.delete(r);n===this.current&&this.markRead(),this.changed()}async#u(){
if(this.#o)return;this.#o=!0;let n=()=>[...this.rooms.values()].flatMap(({messages:e})=>e).find(e=>e.seq===void 0&&!e.failed);
for(let e=n(),r=0;e;e=n())try{await this.deliver(e),r=0}catch(o){o instanceof I?e.failed=o.message:await this.#c(Math.min(
5e3,250*2**r++)),this.changed()}this.#o=!1}#c(n){return new Promise(e=>{let r=setTimeout(e,n);this.#s=()=>{clearTimeout(
r),e()}})}type(){this.client.state!=="connected"||Date.now()-this.#n<nc||(this.#n=Date.now(),this.announceTyping())}types({
id:n,name:e}){n!==this.me.id&&(this.#t.set(n,{name:e,until:Date.now()+Ir}),setTimeout(()=>{(this.#t.get(n)?.until??1/0)>
Date.now()||(this.#t.delete(n),this.changed())},Ir+50),this.changed())}beginCatchUp(n,e,r){this.#i={until:r,messages:0,outcome:n},
e||this.#l()}caughtUp(n,e){this.#i&&(e&&this.#i.messages++,n>=this.#i.until&&this.#l())}#l(){let{messages:n,outcome:e}=this.#i;
this.#i=void 0;let r=n===1?"1 message":`${n} messages`;this.notify({text:n>0?`Back again: ${r} caught up`:"Back again: n\
othing missed",outcome:e})}#h=()=>{this.#s?.(),this.changed()};#d=()=>{this.markRead()}},I=class extends Error{};var H=class extends Error{},he=class{constructor(n,e,r=""){this.url=n;this.network=e;this.session=r}url;network;session;async login(n){
let{session:e,user:r}=await this.#e("login",{name:n});return{session:e,user:{id:String(r.id),name:r.name}}}logout=()=>this.#e(
"logout",{});token=async()=>(await this.#e("token",{})).token;channelToken=async n=>(await this.#e("channel-token",{channel:n})).
token;state=()=>this.#e("state");users=async()=>(await this.#e("users")).map(({id:n,name:e})=>({id:String(n),name:e}));discover=async()=>(await this.#e(
"rooms")).map(n=>({...n,id:String(n.id)}));create=n=>this.#e("rooms",{name:n});direct=n=>this.#e("direct",{user:Number(n)});join=n=>this.#e(
`rooms/${n}/join`,{});leave=n=>this.#e(`rooms/${n}/leave`,{});read=(n,e)=>this.#e(`rooms/${n}/read`,{seq:e});send=async({
id:n,room:e,text:r})=>Re(await this.#e(`rooms/${e}/messages`,{id:n,text:r}));async messages(n,e){let r=new URLSearchParams(
Object.entries(e).map(([o,i])=>[o,String(i)]));return(await this.#e(`rooms/${n}/messages?${r}`)).map(Re)}async#e(n,e){let r=await this.
network.fetch(`${this.url}/api/${n}`,{method:e===void 0?"GET":"POST",headers:{...e===void 0?{}:{"content-type":"applicat\
ion/json"},...this.session?{authorization:`Bearer ${this.session}`}:{}},cache:"no-store",signal:AbortSignal.timeout(1e4),
...e===void 0?{}:{body:JSON.stringify(e)}}),o=await r.json().catch(()=>{});if(r.ok)return o;let i=o?.error,s=typeof i=="\
string"?i:`the backend answered ${r.status}`;throw r.status===401?new H(s):r.status<500?new I(s):new Error(s)}};function Re(t){
return{...t,room:String(t.room),author:String(t.author)}}function Ar(t,n){let e=u=>n?.members.find(d=>d.id===u)?.read??0,
r=t.members.map(({id:u,name:d,read:l})=>({id:String(u),name:d,read:Math.max(l,e(String(u)))})),o={messages:[],loaded:!1,
complete:!1,divider:void 0},{name:i,direct:s}=t;if(n&&n.lastSeq>t.lastSeq)return n;let a={lastSeq:t.lastSeq,last:t.last?
Re(t.last):void 0};return{...o,...n,id:String(t.id),name:i,direct:s,members:r,...a}}var Qe=50,$=class extends le{constructor(e,r,o,i,s){super(e.user,r,o,{getToken:()=>this.#y()});this.signedOut=s;this.#e=
new he(i,r,e.session),this.#t=this.client.newSubscription(`user:#${this.me.id}`,{recoverable:!0,getState:()=>this.#l()}),
this.#t.on("subscribing",()=>this.#a??=this.#t.position?.offset),this.#t.on("subscribed",({wasRecovering:a,outcome:u,position:d})=>{
let l=this.#a;if(this.#a=void 0,l===void 0||!d)return;let p=a&&u==="RECOVERED"&&d.offset>l;this.beginCatchUp(u,p,d.offset)}),
this.#t.on("publication",a=>this.#d(a)),this.#t.on("unsubscribed",({code:a,reason:u})=>this.fail("Not allowed",`${u} (${a}\
)`)),this.client.on("disconnected",({code:a,reason:u})=>{a!==0&&this.fail("You have been disconnected",`The server says:\
 ${u} (${a}). This page does not try to come back.`)}),this.inspector.watch(this.#t)}signedOut;accounts=!0;publishing;#e;#t;#n=[];#r=new Map;#a;start(){
this.#t.subscribe(),this.client.connect()}async signOut(){this.close(),await this.#e.logout().catch(()=>{}),this.signedOut(
"")}discover=()=>this.#e.discover();users=()=>this.#e.users();create=async e=>this.#o(await this.#e.create(e));join=async e=>this.#o(
await this.#e.join(e));direct=async e=>this.#o(await this.#e.direct(e));async leave(e){await this.#e.leave(e.id),this.#i(
e.id)}#o(e){this.open(this.#s(e).id)}#s(e){let r=this.rooms.get(String(e.id)),o=Ar(e,r),i=r?Object.assign(r,o):o;return this.
rooms.set(i.id,i),this.changed(),i}#i(e){this.current?.id===e&&this.closeRoom(),this.rooms.delete(e),this.changed()}#u(e,r){
let o=this.rooms.get(e);o&&o.lastSeq<=r&&this.#i(e)}entered(e){let r=this.#c(`room:${e.id}`,!0),o=this.#c(`typing:${e.id}`,
!1);r.on("subscribed",()=>{let i=({clients:s})=>{this.current===e&&(this.present=[...s.values()].map(Wt)),this.changed()};
r.presence().then(i,()=>{})}),r.on("join",({info:i})=>{this.present=[...this.present.filter(({client:s})=>s!==i.client),
Wt(i)],this.changed()}),r.on("leave",({info:i})=>{this.present=oc(this.present,i.client,i.user),this.changed()}),o.on("p\
ublication",({info:i})=>i&&this.types(Wt(i))),e.loaded||this.#h(e)}#c(e,r){let o=({channel:s})=>this.#g(this.#e.channelToken(
s)),i=this.client.newSubscription(e,{joinLeave:r,getToken:o});return this.#n.push(i),this.inspector.watch(i),i.subscribe(),
i}left(){for(let e of this.#n)this.client.removeSubscription(e),this.inspector.unwatch(e.channel);this.#n=[]}async#l(){let{
rooms:e,publishing:r}=await this.#g(this.#e.state());this.publishing=r;let o=new Set(e.map(({id:i})=>String(i)));for(let i of this.
rooms.keys())o.has(i)||this.#i(i);for(let i of e){let s=this.#s(i);s.messages=s.messages.filter(({seq:a})=>a===void 0),s.
loaded=!1}this.current&&await this.#h(this.current),this.loaded=!0,this.changed()}async#h(e){for(;!e.loaded&&this.rooms.
get(e.id)===e&&!this.fatal;)try{let r=await this.#e.messages(e.id,{limit:Qe});e.loaded=!0,e.complete=r.length<Qe,this.take(
e,r),re(e)<e.lastSeq&&this.#p(e)}catch(r){if(this.#m(r),r instanceof I||r instanceof H)return;await new Promise(o=>setTimeout(
o,1e3))}}async loadOlder(e){let r=e.messages[0]?.seq;if(r===void 0)return;let o=await this.#e.messages(e.id,{before:r,limit:Qe});
e.complete=o.length<Qe,Q(e,o),this.changed()}#d({data:e,offset:r}){let o=we(e);o.type==="message"?this.#f(Re(o.message)):
o.type==="room"?this.#s(o.room):o.type==="left"?this.#u(String(o.room),o.seq):this.#b(String(o.room),String(o.user),o.seq),
this.caughtUp(r,o.type==="message"&&o.message.kind==="text")}async#f(e){let r=this.rooms.get(e.room);if(!r)return;e.kind===
"system"&&this.#_(r,e);let{seq:o=0}=e;this.#b(r.id,e.author,o),o>r.lastSeq&&Object.assign(r,{lastSeq:o,last:e}),this.changed(),
r.loaded&&o>re(r)+1?await this.#p(r):r.loaded?this.take(r,[e]):r.messages=r.messages.filter(({id:i})=>i!==e.id)}#p(e){let r=this.#r.
get(e);return r||(r=this.#w(e).finally(()=>this.#r.delete(e)),this.#r.set(e,r)),r}async#w(e){for(;e.loaded&&re(e)<e.lastSeq&&
!this.fatal;){let{lastSeq:r}=e;try{let o=await this.#e.messages(e.id,{after:re(e),limit:100});if(!e.loaded||o.length===0&&
e.lastSeq===r)return;this.take(e,o)}catch(o){if(o instanceof I||o instanceof H)return;await new Promise(i=>setTimeout(i,
1e3))}}}#_(e,{author:r,name:o,text:i,seq:s=0}){let a=e.members.find(u=>u.id===r);e.members=e.members.filter(u=>u!==a),i!==
"left"&&e.members.push({id:r,name:o,read:Math.max(s,a?.read??0)})}#b(e,r,o){let i=this.rooms.get(e)?.members.find(({id:s})=>s===
r);i&&(i.read=Math.max(i.read,o)),this.changed()}async deliver(e){let r=await this.#e.send(e).catch(o=>{throw o instanceof
H&&this.signedOut(o.message),o instanceof H?new I(o.message):o});await this.#f(r)}mark(e,r){this.#e.read(e.id,r).catch(()=>{})}announceTyping(){
this.#n.find(({channel:e})=>e.startsWith("typing:"))?.publish({}).catch(()=>{})}async#y(){return this.#g(this.#e.token())}async#g(e){
try{return await e}catch(r){throw r instanceof H?(this.signedOut(r.message),new X(r.message)):r instanceof I?new X(r.message):
r}}#m(e){this.notify({text:e instanceof Error?e.message:String(e)})}};function Wt({client:t,user:n,connInfo:e}){return{client:t,
id:n,name:ic(e)??n}}function ic(t){if(t.length===0)return;let{name:n}=we(t);return typeof n=="string"?n:void 0}function oc(t,n,e){
let r=t.find(o=>o.client===n)??t.find(({id:o})=>o===e);return t.filter(o=>o!==r)}var Ze=50,ac=30,jt=4e3,cc=["Badger","Crane","Dolphin","Fox","Heron","Ibex","Lynx","Marten","Otter","Puffin","Raven","Sea\
l"],uc=["Amber","Brave","Calm","Clever","Gentle","Lucky","Merry","Quick","Quiet","Silver","Sunny","Wise"],se=class extends le{accounts=!1;#e={
...Ur("lobby","Lobby"),members:[]};#t;#n;#r=new Map;#a="";#o;constructor(n,e){super(dc(),n,e,{}),this.rooms.set(this.#e.
id,this.#e),this.#t=this.client.newSubscription("chat:lobby",{recoverable:!0,joinLeave:!0,getState:()=>this.#s()}),this.#n=
this.client.newSubscription("live:lobby"),this.#t.on("subscribing",()=>this.#o??=this.#t.position?.offset),this.#t.on("s\
ubscribed",({wasRecovering:r,outcome:o,position:i})=>{this.#u().catch(()=>{});let s=this.#o;this.#o=void 0,i&&(this.#a=i.
epoch,s!==void 0&&this.beginCatchUp(o,r&&o==="RECOVERED"&&i.offset>s,i.offset))}),this.#t.on("publication",r=>{this.take(
this.#e,[this.#i(Lt(r))]),this.caughtUp(r.offset,!0)}),this.#t.on("join",({info:r})=>this.#c(r.client)),this.#t.on("leav\
e",({info:r})=>this.#l(r.client)),this.#n.on("subscribed",()=>this.#d("hello")),this.#n.on("publication",r=>this.#f(r)),
this.client.on("disconnected",({code:r,reason:o})=>{r!==0&&this.fail("You have been disconnected",`The server says: ${o}\
 (${r}).`)});for(let r of[this.#t,this.#n])this.inspector.watch(r),r.on("unsubscribed",({code:o,reason:i})=>this.fail("N\
ot allowed",`${i} (${o})`))}start(){this.#t.subscribe(),this.#n.subscribe(),this.client.connect(),this.open(this.#e.id)}rename(n){
this.me={...this.me,name:n},sessionStorage.setItem("guest",JSON.stringify(this.me)),this.#d("hello"),this.changed()}async#s(){
let{publications:n,position:e}=await this.client.history("chat:lobby",{limit:Ze,reverse:!0});this.#a=e.epoch,this.#e.messages=
this.#e.messages.filter(({seq:r})=>r===void 0),this.#e.loaded=!0,this.#e.complete=n.length<Ze,this.loaded=!0,this.take(this.#e,
n.map(Lt))}async loadOlder(n){let e=n.messages.find(({seq:i,kind:s})=>i!==void 0&&s==="text")?.seq;if(e===void 0)return;
let r={offset:BigInt(e),epoch:this.#a},{publications:o}=await this.client.history("chat:lobby",{limit:Ze,reverse:!0,since:r});
n.complete=o.length<Ze,Q(n,o.map(Lt)),this.changed()}async deliver({id:n,text:e}){let{id:r,name:o}=this.me;await this.#t.
ready();let{offset:i}=await this.#t.publish({id:n,author:r,name:o,text:e.slice(0,jt)},{idempotencyKey:n}),s=this.#e.messages.
find(a=>a.id===n);s&&s.seq===void 0&&this.take(this.#e,[{...s,seq:Number(i)}])}announceTyping(){this.#d("typing")}entered(){}left(){}mark(){}#i({
claimed:n,...e}){let{messages:r}=this.#e,o=r.find(({seq:s})=>s===e.seq),i=r.find(({id:s,seq:a})=>a===void 0&&s===n);return{
...e,id:o?.id??i?.id??e.id}}async#u(){let{clients:n}=await this.#t.presence();this.present=[...n.keys()].map(e=>this.#h(
e)),this.changed()}#c(n){this.present=[...this.present.filter(e=>e.client!==n),this.#h(n)],this.present.length<=ac&&setTimeout(
()=>this.#d("hello"),Math.random()*300),this.changed()}#l(n){this.present=this.present.filter(e=>e.client!==n),this.#r.has(
n)&&this.#p(this.#r.get(n),"left"),this.#r.delete(n)}#h(n){return{client:n,...this.#r.get(n)??{id:n,name:"Guest"}}}#d(n){
if(this.#n.state!=="subscribed")return;let e={type:n,...this.me};this.#n.publish(e).catch(()=>{})}#f({data:n,info:e}){let{
type:r,id:o,name:i}=Nr(n);if(!e||typeof o!="string"||typeof i!="string")return;let s={id:o.slice(0,40),name:i.slice(0,30)};
if(r==="typing"&&this.types(s),r!=="hello")return;let a=!this.#r.has(e.client)&&this.#e.loaded&&o!==this.me.id,u=[...this.#r.
values()].some(d=>d.id===o);this.#r.set(e.client,s),this.present=this.present.map(d=>d.client===e.client?{...d,...s}:d),
a&&!u&&this.present.some(({client:d})=>d===e.client)&&this.#p(s,"is here"),this.changed()}#p({id:n,name:e},r){let o=this.#e.
lastSeq,i={id:crypto.randomUUID(),room:"lobby",seq:o+.5,author:n,name:e,kind:"system",text:r,time:Date.now()};Q(this.#e,
[i]),this.#e.lastSeq=o,this.changed()}};function dc(){try{let{id:e,name:r}=JSON.parse(sessionStorage.getItem("guest")??"\
{}");if(typeof e=="string"&&typeof r=="string")return{id:e,name:r}}catch{}let t=e=>e[Math.floor(Math.random()*e.length)],
n={id:crypto.randomUUID(),name:`${t(uc)} ${t(cc)}`};return sessionStorage.setItem("guest",JSON.stringify(n)),n}function Lt({
data:t,offset:n,time:e}){let{id:r,author:o,name:i,text:s}=Nr(t),a={id:`#${n}`,room:"lobby",seq:Number(n),author:"",name:"\
published",kind:"text",text:"",time:e,claimed:""};return typeof r!="string"||typeof o!="string"||typeof i!="string"||typeof s!=
"string"?{...a,text:Ge(t).slice(0,jt)}:{...a,claimed:r,author:o,name:i.slice(0,30),text:s.slice(0,jt)}}function Nr(t){try{
let n=we(t);return typeof n=="object"&&n!==null?n:{}}catch{return{}}}var lc=Symbol.for("pv"),hc=0;function c(t,n,e,r,o,i){n||(n={});var s,a,u=n;if("ref"in u&&typeof t!="function")for(a in u={},n)a=="ref"?s=n[a]:u[a]=n[a];
var d={type:t,props:u,key:e,ref:s,__k:null,__:null,__b:0,__e:null,__c:null,constructor:lc,__v:--hc,__i:-1,__u:0};return(o||
i)&&(d.__source=o,d.__self=i),P.vnode&&P.vnode(d),d}function L({name:t,online:n,small:e}){let r=t.split(" ").slice(0,2).map(i=>[...i][0]??"").join("").toUpperCase(),o=[...t].
reduce((i,s)=>(i*31+(s.codePointAt(0)??0))%360,7);return c("span",{class:`avatar${e?" small":""}`,style:{"--hue":String(
o)},"aria-hidden":"true",children:[r,n&&c("span",{class:"dot"})]})}function De({at:t}){let n=new Date(t);return c("time",
{dateTime:n.toISOString(),title:n.toLocaleString(),children:n.toLocaleTimeString([],{hour:"2-digit",minute:"2-digit"})})}
function Fr(){return c("svg",{class:"inspector-icon",viewBox:"0 0 20 20",width:"18",height:"18","aria-hidden":"true",children:[
c("circle",{cx:"10",cy:"10",r:"8"}),c("path",{d:"M10 9v5M10 6v.01"})]})}function xe({title:t,close:n,children:e}){let r=O(
null);return T(()=>r.current?.showModal(),[]),c("dialog",{ref:r,"aria-label":t,onClose:n,onClick:o=>o.target===r.current&&
n(),children:[c("header",{children:[c("h2",{children:t}),c("button",{class:"icon","aria-label":"Close",onClick:n,children:"\
\xD7"})]}),c("div",{class:"body",children:e})]})}function V(t){return t instanceof Error?t.message:String(t)}function fe(){
matchMedia("(hover: hover)").matches&&document.getElementById("composer")?.focus()}var fc=4e3;function Wr({messenger:t,name:n}){let e=O(null),[r,o]=x("");Fe(fe,[]),T(()=>{let a=e.current;a.style.height="\
auto",a.style.height=`${Math.min(a.scrollHeight,160)}px`},[r]);function i(){t.send(e.current.value),e.current.value="",o(
""),e.current?.focus()}function s(a){a.key!=="Enter"||a.shiftKey||a.isComposing||(a.preventDefault(),i())}return c("form",
{class:"composer",onSubmit:a=>(a.preventDefault(),i()),children:[c("textarea",{id:"composer",ref:e,rows:1,maxLength:fc,placeholder:`\
Message ${n}`,"aria-label":`Message ${n}`,enterkeyhint:"send",onKeyDown:s,onInput:({currentTarget:a})=>{o(a.value),a.value.
trim()&&t.type()}}),c("button",{class:"primary send",disabled:!r.trim(),"aria-label":"Send",children:"\u27A4"})]})}function jr({text:t}){return c("div",{class:"markdown",children:Or(t.split(`
`),0)})}function Or(t,n){let e=[],r=t;for(;r.length>0;){let[o,i]=pc(r,n);e.push(o),r=r.slice(i)}return e}function pc(t,n){
let e=t[0]??"";if(e.trim()==="")return[null,1];if(e.startsWith("```")){let u=t.findIndex((l,p)=>p>0&&l.startsWith("```")),
d=t.slice(1,u<0?void 0:u);return[c("pre",{children:c("code",{children:d.join(`
`)})}),u<0?t.length:u+1]}let r=u=>{let d=t.findIndex(l=>!u.test(l));return d<0?t.length:d};if(/^> ?/.test(e)&&n<6){let u=r(
/^> ?/),d=t.slice(0,u).map(l=>l.replace(/^> ?/,""));return[c("blockquote",{children:Or(d,n+1)}),u]}for(let[u,d]of[["ul",
/^[-*] +(?=\S)/],["ol",/^\d{1,3}[.)] +(?=\S)/]]){if(!d.test(e))continue;let l=r(d),p=t.slice(0,l).map(y=>c("li",{children:ie(
y.replace(d,""),n)}));return[c(u,{children:p}),l]}let o=/^#{1,4} +(.+)$/.exec(e);if(o)return[c("p",{class:"heading",children:ie(
o[1]??"",n)}),1];let i=/^(?:\s*$|```|> ?|[-*] +\S|\d{1,3}[.)] +\S|#{1,4} +\S)/,s=t.findIndex((u,d)=>d>0&&i.test(u)),a=s<
0?t.length:s;return[c("p",{children:ie(t.slice(0,a).join(`
`),n)}),a]}var bc=new RegExp(["`(?<code>[^`\\n]+)`","!\\[(?<alt>[^\\]\\n]{0,200})\\]\\((?<image>[^\\s()]+)\\)","\\[(?<lab\
el>[^\\]\\n]{1,200})\\]\\((?<link>[^\\s()]+)\\)","\\*\\*(?<strong>[^*\\n]+|[^\\n]+?)\\*\\*","(?<![\\w*])\\*(?<star>[^*\\s][\
^*\\n]*)\\*","(?<!\\w)_(?<emphasis>[^_\\s][^_\\n]*)_(?!\\w)","~~(?<strike>[^~\\n]+)~~","(?<url>https?://[^\\s<>\"'`]+[^\\s<\
>\"'`.,;:!?)\\]])","(?<newline>\\n)"].join("|"),"g");function ie(t,n){if(n>=6)return[t];let e=[],r=0;for(let o of t.matchAll(
bc))e.push(t.slice(r,o.index),gc(o,n+1)),r=o.index+o[0].length;return e.push(t.slice(r)),e}function gc({0:t,groups:n={}},e){
let{code:r,alt:o,image:i,label:s,link:a,strong:u,star:d,strike:l,url:p,newline:y}=n,h=d??n.emphasis;if(r!==void 0)return c(
"code",{children:r});if(u!==void 0)return c("strong",{children:ie(u,e)});if(h!==void 0)return c("em",{children:ie(h,e)});
if(l!==void 0)return c("s",{children:ie(l,e)});if(y!==void 0)return c("br",{});if(i!==void 0){let k=Lr(i,["https:","http\
:"]);return k?c(mc,{src:k,alt:o??""}):t}let m=a??p??"",R=Lr(m,["https:","http:","mailto:"]);if(!R)return t;let v=s===void 0?
m:ie(s,6);return c("a",{href:R,target:"_blank",rel:"noopener noreferrer nofollow",children:v})}function mc({src:t,alt:n}){
return c("a",{class:"picture",href:t,target:"_blank",rel:"noopener noreferrer nofollow",children:c("img",{src:t,alt:n||"\
picture",loading:"lazy",referrerpolicy:"no-referrer"})})}function Lr(t,n){try{let e=new URL(t);return n.includes(e.protocol)?
e.href:void 0}catch{return}}var yc=5*6e4;function Hr({messenger:t,room:n,message:e,before:r}){let{seq:o,author:i,name:s,kind:a,text:u,time:d,failed:l}=e,
p=n.divider!==void 0&&o!==void 0&&o>n.divider&&(r?.seq??0)<=n.divider,y=new Date(d).toDateString(),h=r?new Date(r.time).
toDateString()!==y:!1,m=i===t.me.id,R=r?.kind==="text"&&r.author===i&&r.name===s&&d-r.time<yc&&!p&&!h;return c(A,{children:[
h&&c("li",{class:"day",children:c("span",{children:new Date(d).toLocaleDateString([],{weekday:"long",day:"numeric",month:"\
long"})})}),p&&c("li",{class:"divider",children:c("span",{children:"New"})}),a==="system"?c("li",{class:"system","data-m\
essage":e.id,children:[s," ",u," \xB7 ",c(De,{at:d})]}):c("li",{class:`message${m?" mine":""}${R?" follows":""}${o===void 0?
" waiting":""}`,"data-message":e.id,children:[!m&&(R?c("span",{class:"avatar-space"}):c(L,{name:s})),c("div",{class:"bub\
ble",children:[!m&&!R&&c("div",{class:"author",children:s}),c(jr,{text:u}),c("div",{class:"meta",children:[c(De,{at:d}),
m&&c(wc,{messenger:t,room:n,message:e})]}),l&&c("div",{class:"failed",role:"alert",children:["Not sent: ",l,c("button",{
onClick:()=>t.retry(e),children:"Try again"}),c("button",{onClick:()=>t.discard(e),children:"Discard"})]})]})]})]})}function wc({
messenger:t,room:n,message:{seq:e,failed:r}}){if(r)return null;if(e===void 0)return c("span",{class:"status",title:"On i\
ts way",children:[c("span",{class:"hidden",children:"on its way"}),"\u25F7"]});let o=n.members.filter(({id:i,read:s})=>i!==
t.me.id&&s>=e).map(({name:i})=>i);return o.length===0?c("span",{class:"status",title:"Sent",children:[c("span",{class:"h\
idden",children:"sent"}),"\u2713"]}):c("span",{class:"status read",title:`Read by ${o.join(", ")}`,children:[c("span",{class:"\
hidden",children:["read by ",o.join(", ")]}),"\u2713\u2713"]})}var _c=80;function Vr({messenger:t,inspect:n}){let e=t.current,[r,o]=x(!1);if(!e)return c("main",{class:"chat empty",children:c(
"p",{class:"hint",children:t.loaded?"Choose a room.":"Loading\u2026"})});let i=de(e,t.me.id),s=new Set(t.present.map(({id:a})=>a)).
size;return c("main",{class:`chat${r?" show-members":""}`,"aria-label":i,children:[c("header",{children:[c("button",{class:"\
icon back","aria-label":"Back to the rooms",onClick:()=>t.closeRoom(),children:"\u2039"}),e.direct?c(L,{name:i}):c("span",
{class:"hash","aria-hidden":"true",children:"#"}),c("div",{class:"title",children:[c("h1",{children:i}),c("span",{class:"\
online",children:[s," online"]})]}),c("button",{class:"only-small",onClick:n,"aria-label":"Inspector",children:c(Fr,{})}),
t instanceof $&&!e.direct&&c("button",{onClick:()=>{vc(t,e)},children:"Leave"}),c("button",{class:"members-toggle","aria\
-expanded":r,onClick:()=>o(!r),children:"Members"})]}),c(kc,{messenger:t,room:e},e.id),c("p",{class:"typing","aria-live":"\
polite",children:Pc(t.typing)}),c(Wr,{messenger:t,name:i},`composer ${e.id}`),c(Rc,{messenger:t,room:e})]})}async function vc(t,n){
try{await t.leave(n)}catch(e){t.notify({text:V(e)})}}function Pc(t){return t.length===0?"":t.length>3?"Several people ar\
e typing\u2026":`${t.join(", ")} ${t.length===1?"is":"are"} typing\u2026`}function kc({messenger:t,room:n}){let e=O(null),
r=O({atEnd:!0,height:0,top:0,first:""}),[o,i]=x(!1),s=n.messages[0]?.id??"";Fe(()=>{let d=e.current,{atEnd:l,height:p,top:y,
first:h}=r.current;l?d.scrollTop=d.scrollHeight:h!==s&&(d.scrollTop=y+d.scrollHeight-p),Object.assign(r.current,{height:d.
scrollHeight,top:d.scrollTop,first:s})}),T(()=>{let d=e.current,l=()=>{r.current.atEnd&&(d.scrollTop=d.scrollHeight),r.current.
height=d.scrollHeight},p=new ResizeObserver(l);return p.observe(d),p.observe(d.firstElementChild),()=>p.disconnect()},[]);
async function a(){if(!(o||n.complete||!n.loaded)){i(!0);try{await t.loadOlder(n)}catch(d){t.notify({text:V(d)})}finally{
i(!1)}}}function u(){let{scrollTop:d,scrollHeight:l,clientHeight:p}=e.current;Object.assign(r.current,{top:d,height:l,atEnd:l-
d-p<_c}),d<200&&a()}return c("div",{class:"messages",ref:e,onScroll:u,tabIndex:0,role:"log","aria-label":"Messages","ari\
a-busy":!n.loaded,children:c("div",{children:[n.loaded&&!n.complete&&c("button",{class:"older",disabled:o,onClick:()=>{a()},
children:o?"Loading\u2026":"Older messages"}),n.loaded&&n.complete&&c("p",{class:"beginning",children:["This is where ",
de(n,t.me.id)," begins."]}),c("ol",{children:n.messages.map((d,l)=>c(Hr,{messenger:t,room:n,message:d,before:n.messages[l-
1]},d.id))})]})})}function Rc({messenger:t,room:n}){let e=new Set(t.present.map(({id:i})=>i)),r=new Map(n.members.map(({
id:i,name:s})=>[i,s]));for(let{id:i,name:s}of t.present)t.accounts||r.set(i,s);let o=[...r].sort(([i,s],[a,u])=>Number(e.
has(a))-Number(e.has(i))||s.localeCompare(u));return c("aside",{class:"members","aria-label":"Members",children:[c("h2",
{children:"Members"}),c("ul",{children:o.map(([i,s])=>c("li",{class:e.has(i)?"here":"away",children:[c(L,{name:s,small:!0,
online:e.has(i)}),c("span",{children:[s,i===t.me.id&&" (you)"]}),c("span",{class:"hidden",children:e.has(i)?"online":"aw\
ay"})]},i))})]})}var zr=[["Ctrl K","Find a room"],["Alt \u2191 / Alt \u2193","Room above, room below"],["Enter","Send; Shift Enter for a \
new line"],["Esc","Close what is open; back to the text field"],["Ctrl .","Connection inspector"],["?","This help (outsi\
de of text fields)"]];function Jr(t,n){T(()=>{let e=r=>{Dc(r,t,n)&&r.preventDefault()};return document.addEventListener(
"keydown",e),()=>document.removeEventListener("keydown",e)},[t])}function Dc(t,n,e){if(document.querySelector("dialog[op\
en]"))return!1;let r=t.ctrlKey||t.metaKey,o=t.target instanceof Element&&t.target.matches("input, textarea");if(r&&t.key.
toLowerCase()==="k")return Gr("#find");if(r&&t.key===".")e.inspector();else if(t.key==="?"&&!o)e.help();else if(t.key===
"Escape")e.close(),Gr("#composer");else if(t.altKey&&(t.key==="ArrowUp"||t.key==="ArrowDown")){let i=[...document.querySelectorAll(
"[data-room]")].map(({dataset:u})=>u.room),s=i.indexOf(n.current?.id??"")+(t.key==="ArrowUp"?-1:1),a=i[(s+i.length)%i.length];
a&&n.open(a)}else return!1;return!0}function Gr(t){let n=document.querySelector(t);return n?.focus(),n!==null}function Kr({title:t,close:n,children:e}){return c("aside",{class:"drawer","aria-label":t,children:[c("header",{children:[
c("h2",{children:t}),c("button",{class:"icon","aria-label":`Close ${t}`,onClick:n,children:"\xD7"})]}),c("div",{class:"b\
ody",children:e})]})}function Xr({close:t}){return c(Kr,{title:"Keyboard",close:t,children:[c("dl",{class:"shortcuts",children:zr.
map(([n,e])=>c("div",{children:[c("dt",{children:c("kbd",{children:n})}),c("dd",{children:e})]},n))}),c("h3",{children:"\
In messages"}),c("p",{children:[c("code",{children:"**bold**"})," ",c("code",{children:"*italic*"})," ",c("code",{children:"\
~~struck~~"})," ",c("code",{children:"`code`"})," ",c("code",{children:"[link](https://\u2026)"})," ",c("code",{children:"\
![picture](https://\u2026)"}),", lists with ",c("code",{children:"-"}),", quotes with ",c("code",{children:">"}),", code\
 blocks with ",c("code",{children:"```"}),"."]})]})}function Yr({messenger:t,close:n}){let{inspector:e,client:r}=t;return c(
Kr,{title:"Inspector",close:n,children:[c("section",{"aria-label":"Connection",children:[c("h3",{children:"Connection"}),
c("p",{children:[c("span",{class:`state ${r.state}`,children:r.state})," ",e.connection&&c("code",{children:e.connection})]}),
c("p",{class:"hint",children:[e.reconnects===0?"Never interrupted":`Interrupted ${e.reconnects} ${e.reconnects===1?"time":
"times"}`," since the page was opened."]})]}),t instanceof $&&t.publishing&&c("section",{"aria-label":"Backend",children:[
c("h3",{children:"Backend"}),c("p",{children:["Publishes by ",c("b",{children:t.publishing.name})]}),c("p",{class:"hint",
children:["Events leave as ",t.publishing.how,"."]})]}),c("section",{"aria-label":"Channels",children:[c("h3",{children:"\
Channels"}),c("table",{children:[c("thead",{children:c("tr",{children:[c("th",{children:"Channel"}),c("th",{children:"Po\
sition"}),c("th",{children:"Last recovery"})]})}),c("tbody",{children:[...e.watched.values()].map(({subscription:o,outcome:i,
received:s})=>c("tr",{"data-channel":o.channel,children:[c("td",{children:[c("code",{children:o.channel}),c("small",{children:[
o.state,", ",s," received"]})]}),c("td",{children:o.position?c(A,{children:[c("b",{children:["#",String(o.position.offset)]}),
c("small",{children:["epoch ",o.position.epoch.slice(0,8)]})]}):"\u2013"}),c("td",{children:i&&c("span",{class:`outcome ${i}`,
children:i})})]},o.channel))})]})]}),c("section",{"aria-label":"Frames",children:[c("h3",{children:["Frames ",c("button",
{onClick:()=>e.clear(),children:"Clear"})]}),c("ol",{class:"frames",children:e.entries.map(o=>c(Ec,{entry:o},o.id))})]})]})}
var xc={up:"\u2191",down:"\u2193",note:"\u2022"};function Ec({entry:{time:t,direction:n,title:e,channel:r,bytes:o,detail:i}}){
let s=c(A,{children:[c("span",{class:`arrow ${n}`,children:xc[n]}),c("span",{class:"what",children:[e," ",r&&c("code",{children:r}),
n==="note"&&c("small",{children:i})]}),c("span",{class:"size",children:o>0&&`${o} B`}),c("time",{children:new Date(t).toLocaleTimeString(
[],{hour12:!1})})]});return!i||n==="note"?c("li",{class:"frame",children:s}):c("li",{children:c("details",{children:[c("\
summary",{class:"frame",children:s}),c("pre",{children:i})]})})}function Qr(t){let[,n]=ft(e=>e+1,0);T(()=>t.subscribe(()=>n(void 0)),[t])}function Zr({backend:t,reason:n,signIn:e}){let[r,o]=x(""),[i,s]=x(!1),[a,u]=x(n),d=O(null);T(()=>d.current?.focus(),[]);
async function l(p){p.preventDefault(),s(!0);try{await e(r)}catch(y){u(y instanceof I?y.message:`The backend at ${t} doe\
s not answer (${V(y)}): is clients/messenger/run running?`),s(!1)}}return c("main",{class:"centered",children:c("form",{
class:"card",onSubmit:p=>{l(p)},children:[c("img",{src:"/icon.svg",alt:"",width:"48",height:"48"}),c("h1",{children:"Fan\
wire messenger"}),c("p",{children:"Choose a name. This is a demo: there is no password."}),c("label",{children:["Name",c(
"input",{ref:d,value:r,onInput:({currentTarget:p})=>o(p.value),maxLength:30,autocomplete:"nickname",required:!0})]}),c("\
button",{class:"primary",disabled:i||!r.trim(),children:i?"One moment\u2026":"Sign in"}),c("p",{class:"error",role:"aler\
t",children:a})]})})}function Ot(){let[t,n]=x("");return[t,r=>{r().then(()=>{document.querySelector("dialog")?.close(),fe()},o=>n(V(o)))}]}function es({
messenger:t,close:n}){let[e,r]=Ot();return c(xe,{title:"New room",close:n,children:[c(ns,{label:"Name of the room",action:"\
Create",longest:40,submit:o=>r(()=>t.create(o))}),c("p",{class:"error",role:"alert",children:e})]})}function ts({messenger:t,
close:n}){let e=r=>{t.rename(r),n()};return c(xe,{title:"Your name",close:n,children:c(ns,{label:"Name",action:"Change",
longest:30,initial:t.me.name,submit:e})})}function ns({label:t,action:n,longest:e,initial:r="",submit:o}){let[i,s]=x(r);
return c("form",{class:"name-form",onSubmit:u=>{u.preventDefault(),o(i.trim())},children:[c("label",{children:[t,c("inpu\
t",{value:i,onInput:({currentTarget:u})=>s(u.value),maxLength:e,autofocus:!0,required:!0})]}),c("button",{class:"primary",
disabled:!i.trim(),children:n})]})}function rs({messenger:t,close:n}){let[e,r]=x(),[o,i]=Ot(),[s,a]=x("");return T(()=>{
t.discover().then(r,u=>a(V(u)))},[]),c(xe,{title:"Discover rooms",close:n,children:[c("ul",{class:"choices",children:e?.
map(({id:u,name:d,members:l})=>c("li",{children:[c("span",{class:"hash","aria-hidden":"true",children:"#"}),c("span",{class:"\
grow",children:[c("strong",{children:d}),c("small",{children:l===1?"1 member":`${l} members`})]}),t.rooms.has(u)?c("butt\
on",{"aria-label":`Open ${d}`,onClick:()=>i(async()=>t.open(u)),children:"Open"}):c("button",{class:"primary","aria-labe\
l":`Join ${d}`,onClick:()=>i(()=>t.join(u)),children:"Join"})]},u))}),c("p",{class:"error",role:"alert",children:o||s})]})}
function ss({messenger:t,close:n}){let[e,r]=x(),[o,i]=Ot(),[s,a]=x("");T(()=>{t.users().then(r,d=>a(V(d)))},[]);let u=e?.
filter(({id:d})=>d!==t.me.id);return c(xe,{title:"People",close:n,children:[c("p",{class:"hint",children:"A conversation\
 of two is private: nobody else can find it."}),c("ul",{class:"choices",children:u?.map(({id:d,name:l})=>c("li",{children:[
c(L,{name:l}),c("span",{class:"grow",children:c("strong",{children:l})}),c("button",{"aria-label":`Write to ${l}`,onClick:()=>i(
()=>t.direct(d)),children:"Write"})]},d))}),u?.length===0&&c("p",{class:"hint",children:"Nobody else is here yet."}),c("\
p",{class:"error",role:"alert",children:o||s})]})}function is({messenger:t,inspect:n,help:e,inspecting:r}){let[o,i]=x(""),[s,a]=x(),u=()=>a(void 0),d=t.me.id,l=o.trim().toLowerCase(),
p=[...t.rooms.values()].filter(h=>de(h,d).toLowerCase().includes(l)).sort((h,m)=>(m.last?.time??0)-(h.last?.time??0));function y(h){
h.key!=="Enter"||!p[0]||(i(""),t.open(p[0].id),fe())}return c("aside",{class:"sidebar","aria-label":"Rooms",children:[c(
"header",{children:[c(L,{name:t.me.name}),c("div",{class:"me",children:[c("strong",{children:t.me.name}),c(Sc,{messenger:t})]}),
t instanceof se&&c("button",{class:"icon",title:"Change your name","aria-label":"Change your name",onClick:()=>a("rename"),
children:"\u270E"}),t instanceof $&&c("button",{class:"icon",title:"Sign out","aria-label":"Sign out",onClick:()=>{t.signOut()},
children:"\u21E5"})]}),t.accounts&&c("div",{class:"actions",children:[c("input",{id:"find",type:"search",placeholder:"Fi\
nd a room","aria-label":"Find a room",value:o,onInput:({currentTarget:h})=>i(h.value),onKeyDown:y}),c("div",{class:"butt\
ons",children:[c("button",{onClick:()=>a("discover"),children:"Discover"}),c("button",{onClick:()=>a("new"),children:"Ne\
w room"}),c("button",{onClick:()=>a("people"),children:"People"})]})]}),c("nav",{"aria-label":"Your rooms",children:[c("\
ul",{children:p.map(h=>c(Cc,{room:h,messenger:t},h.id))}),t.loaded&&p.length===0&&c("p",{class:"hint",children:l?"No roo\
m of that name.":"You are in no room. Discover one, or make your own."})]}),c("footer",{children:[c("label",{class:"swit\
ch",children:[c("input",{type:"checkbox",role:"switch",checked:t.network.offline,onChange:({currentTarget:h})=>t.network.
offline=h.checked}),c("span",{class:"track","aria-hidden":"true"}),"Offline"]}),c("button",{"aria-pressed":r,onClick:n,title:"\
Ctrl .",children:"Inspector"}),c("button",{class:"icon","aria-label":"Keyboard shortcuts",title:"Keyboard shortcuts",onClick:e,
children:"?"})]}),s==="new"&&t instanceof $&&c(es,{messenger:t,close:u}),s==="discover"&&t instanceof $&&c(rs,{messenger:t,
close:u}),s==="people"&&t instanceof $&&c(ss,{messenger:t,close:u}),s==="rename"&&t instanceof se&&c(ts,{messenger:t,close:u})]})}
function Sc({messenger:t}){let{state:n}=t.client,e=t.network.offline,r=e?"offline":n==="connected"?"connected":"connecti\
ng\u2026";return c("span",{class:`state ${e?"offline":n}`,role:"status",children:r})}function Cc({room:t,messenger:n}){let e=n.
me.id,r=de(t,e),o=t===n.current?0:ke(t,e),i=t.messages.at(-1)??t.last,s=i&&i.kind==="text"&&!t.direct?`${i.author===e?"Y\
ou":i.name}: `:"",a=i?i.kind==="system"?`${i.name} ${i.text}`:s+i.text:"";return c("li",{children:c("button",{class:"roo\
m","data-room":t.id,"aria-current":t===n.current?"true":void 0,onClick:()=>n.open(t.id),children:[t.direct?c(L,{name:r}):
c("span",{class:"hash","aria-hidden":"true",children:"#"}),c("span",{class:"summary",children:[c("span",{class:"line",children:[
c("strong",{children:r}),i&&c(De,{at:i.time})]}),c("span",{class:"line",children:[c("span",{class:"preview",children:a}),
o>0&&c("span",{class:"badge",children:[c("span",{class:"hidden",children:"unread: "}),o>99?"99+":o]})]})]})]})})}var et="session";function os({config:t,network:n}){let[e,r]=x(()=>t.backend?a():void 0),[o,i]=x("");function s(d){let l=y=>{
p.close(),sessionStorage.getItem(et)===JSON.stringify(d)&&(sessionStorage.removeItem(et),i(y),r(void 0))},p=new $(d,n,t.
server,t.backend,l);return p}function a(){let d=sessionStorage.getItem(et);return d?s(JSON.parse(d)):void 0}if(T(()=>{t.
backend||r(new se(n,t.server))},[]),T(()=>(e?.start(),()=>e?.close()),[e]),e)return c(Tc,{messenger:e},e.me.id);if(!t.backend)
return null;let u=new he(t.backend,n);return c(Zr,{backend:t.backend,reason:o,signIn:async d=>{let l=await u.login(d);sessionStorage.
setItem(et,JSON.stringify(l)),i(""),r(s(l))}})}function Tc({messenger:t}){Qr(t);let[n,e]=x(),r=o=>e(i=>i===o?void 0:o);return Jr(
t,{inspector:()=>r("inspector"),help:()=>r("help"),close:()=>e(void 0)}),T(()=>{let o=t.unread;document.title=o>0?`(${o}\
) Fanwire messenger`:"Fanwire messenger"}),T(()=>{let o=[...t.rooms.values()][0];t.loaded&&o&&!t.current&&matchMedia("(m\
in-width: 760px)").matches&&t.open(o.id)},[t.loaded]),t.fatal?c(Bc,{title:t.fatal.title,text:t.fatal.text}):c("div",{class:`\
app${t.current?" in-room":""}${n?" with-drawer":""}`,children:[c(is,{messenger:t,inspect:()=>r("inspector"),help:()=>r("\
help"),inspecting:n==="inspector"}),c(Vr,{messenger:t,inspect:()=>r("inspector")}),n==="inspector"&&c(Yr,{messenger:t,close:()=>e(
void 0)}),n==="help"&&c(Xr,{close:()=>e(void 0)}),c("div",{class:"notices",role:"status","aria-live":"polite",children:t.
notice&&c("div",{class:"notice",children:[t.notice.text,t.notice.outcome&&c("span",{class:`outcome ${t.notice.outcome}`,
children:t.notice.outcome})]})})]})}function Bc({title:t,text:n}){return c("main",{class:"centered",children:c("div",{class:"\
card",role:"alert",children:[c("div",{class:"fatal-mark","aria-hidden":"true",children:"!"}),c("h1",{children:t}),c("p",
{children:n}),c("button",{class:"primary",autofocus:!0,onClick:()=>location.reload(),children:"Start again"})]})})}var as=document.getElementById("app");try{let t=await(await fetch("/config.json")).json();sn(c(os,{config:t,network:new Ie}),
as)}catch(t){as.textContent=`The page cannot start: ${t instanceof Error?t.message:t}. Reload it once the server is back\
.`}
